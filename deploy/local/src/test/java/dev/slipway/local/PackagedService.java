package dev.slipway.local;

import static org.awaitility.Awaitility.await;

import dev.slipway.embedded.FreePorts;
import dev.slipway.local.suite.ServiceName;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One replica of a service: its jar as a process of its own, on a port that it keeps over restarts. */
final class PackagedService implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(120);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ServiceName service;
    private final Map<String, String> environment;
    private final int port = FreePorts.take();
    private Process process;

    PackagedService(ServiceName service, Map<String, String> environment) {
        this.service = service;
        this.environment = Map.copyOf(environment);
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    /** Starts it and waits until it is ready. */
    PackagedService start() throws IOException {
        Path root = Path.of(System.getProperty("slipway.root"));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-jar",
                        service.jar(root).toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(new File("target/" + service.word() + "-" + port + ".log")));
        builder.environment().putAll(environment);
        builder.environment().put("SLIPWAY_HTTP_PORT", Integer.toString(port));
        process = builder.start();
        await().atMost(READY_WITHIN).until(this::isReady);
        return this;
    }

    /** SIGTERM, as an orchestrator does it, and waits for the end. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError(service.word() + " does not end");
        }
    }

    boolean isReady() throws InterruptedException {
        return status("/q/health/ready") == 200;
    }

    String get(String path) throws IOException, InterruptedException {
        return http.send(request(path), HttpResponse.BodyHandlers.ofString()).body();
    }

    private int status(String path) throws InterruptedException {
        try {
            return http.send(request(path), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException notThere) {
            return -1;
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path))
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }
}
