package dev.slipway.webhook.process;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import dev.slipway.embedded.PostgresAdministration;
import dev.slipway.embedded.ServiceSchema;
import dev.slipway.testkit.TestKeys;
import dev.slipway.testkit.TestServers;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The packaged service as a process of its own, which a test may kill. */
final class ServiceProcess implements AutoCloseable {

    static final String DATABASE = "slipway";
    private static final Duration READY_WITHIN = Duration.ofSeconds(120);

    private final Map<String, String> environment;
    private final int port;
    private Process process;

    private ServiceProcess(Map<String, String> environment, int port) {
        this.environment = environment;
        this.port = port;
    }

    /** @param attemptLease how long a delivery stays with a worker that was killed */
    static ServiceProcess start(TestServers servers, Duration attemptLease) throws IOException {
        PostgresAdministration postgres = servers.postgres().administration();
        ServiceSchema schema = ServiceSchema.named("webhook", "password-of-webhook");
        postgres.createDatabase(DATABASE);
        postgres.createService(DATABASE, schema);
        TestKeys keys = TestKeys.shared();
        int port = freePort();
        Map<String, String> environment = new HashMap<>();
        environment.put("SLIPWAY_POSTGRES_URL", postgres.url(DATABASE));
        environment.put("SLIPWAY_POSTGRES_USER", schema.user());
        environment.put("SLIPWAY_POSTGRES_PASSWORD", schema.password());
        environment.put("SLIPWAY_KAFKA_BOOTSTRAP", servers.kafka().bootstrap());
        environment.put("SLIPWAY_HTTP_PORT", Integer.toString(port));
        environment.put(
                "SLIPWAY_IDENTITY_PRIVATE_KEY_FILE",
                keys.privateKey("webhook-service").toString());
        environment.put("SLIPWAY_IDENTITY_TRUSTED_KEYS_DIR", keys.trusted().toString());
        environment.put("SLIPWAY_KEY_RING_FILE", keys.keyRing().toString());
        environment.put("SLIPWAY_ALLOW_LOOPBACK", "true");
        environment.put("SLIPWAY_WEBHOOK_ATTEMPT_LEASE", attemptLease.toString());
        ServiceProcess service = new ServiceProcess(environment, port);
        service.launch();
        return service;
    }

    int port() {
        return port;
    }

    /** SIGKILL: nothing of the process gets a chance to tidy up. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, as every stop of a service: it drains first. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** Starts it again, on the same port, and waits until it is ready. */
    void launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-jar",
                        Path.of("target", "quarkus-app", "quarkus-run.jar").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/service-process.log")));
        builder.environment().putAll(environment);
        process = builder.start();
        await().atMost(READY_WITHIN)
                .ignoreExceptions()
                .until(() -> given().port(port).get("/q/health/ready").statusCode() == 200);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
