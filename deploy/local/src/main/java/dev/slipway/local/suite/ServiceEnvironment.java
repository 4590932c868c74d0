package dev.slipway.local.suite;

import dev.slipway.local.data.DataFolder;
import dev.slipway.local.data.Secrets;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The environment of each service's process: what it needs to find its neighbours and its secrets, and nothing of another's.
 *
 * <p>From the user's own environment come only names that programs generally need, and the user's own {@code SLIPWAY_*} and
 * {@code QUARKUS_*} settings; what the launcher itself decides goes before them.
 */
final class ServiceEnvironment {

    private static final Set<String> PASSED_ON = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "TZ",
            "TMPDIR",
            "JAVA_TOOL_OPTIONS",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "SSL_CERT_FILE",
            "GIT_SSL_CAINFO");

    private final SuiteOptions options;
    private final DataFolder data;
    private final Secrets secrets;
    private final Connections connections;
    private final Map<String, String> userEnvironment;

    ServiceEnvironment(
            SuiteOptions options,
            DataFolder data,
            Secrets secrets,
            Connections connections,
            Map<String, String> userEnvironment) {
        this.options = options;
        this.data = data;
        this.secrets = secrets;
        this.connections = connections;
        this.userEnvironment = userEnvironment;
    }

    Map<String, String> of(ServiceName service) {
        Map<String, String> environment = new HashMap<>();
        userEnvironment.forEach((name, value) -> {
            if (PASSED_ON.contains(name) || name.startsWith("SLIPWAY_") || name.startsWith("QUARKUS_")) {
                environment.put(name, value);
            }
        });
        environment.remove(Secrets.ADMIN_TOKEN_VARIABLE);
        putJava(environment);
        putConnections(environment, service);
        environment.put("SLIPWAY_HTTP_HOST", service == ServiceName.API_GATEWAY ? options.host() : "127.0.0.1");
        environment.put("SLIPWAY_HTTP_PORT", Integer.toString(connections.port(service)));
        environment.put(
                "SLIPWAY_IDENTITY_PRIVATE_KEY_FILE",
                secrets.identityKey(service.word()).toString());
        environment.put(
                "SLIPWAY_IDENTITY_TRUSTED_KEYS_DIR", secrets.trustedKeys().toString());
        environment.put("SLIPWAY_KEY_RING_FILE", secrets.keyRing().toString());
        environment.put("SLIPWAY_DATA_DIR", data.make(service.word()).toString());
        environment.put("SLIPWAY_ALLOW_LOOPBACK", "true");
        if (options.unsafeRunner()) {
            environment.put("SLIPWAY_UNSAFE_RUNNER", "true");
        }
        putOwn(environment, service);
        return environment;
    }

    /** Steps that compile need a JDK; where the machine has none on its PATH they get the one that runs Slipway. */
    private void putJava(Map<String, String> environment) {
        String javaHome = userEnvironment.getOrDefault("JAVA_HOME", System.getProperty("java.home"));
        String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("JAVA_HOME", javaHome);
        environment.put("PATH", path + File.pathSeparator + Path.of(javaHome, "bin"));
    }

    private void putConnections(Map<String, String> environment, ServiceName service) {
        environment.put("SLIPWAY_POSTGRES_URL", connections.postgresUrl());
        environment.put("SLIPWAY_POSTGRES_USER", connections.postgresUser(service));
        environment.put("SLIPWAY_POSTGRES_PASSWORD", connections.postgresPassword(service));
        environment.put("SLIPWAY_KAFKA_BOOTSTRAP", connections.kafkaBootstrap());
        environment.putAll(connections.kafkaCredentials(service));
    }

    private void putOwn(Map<String, String> environment, ServiceName service) {
        switch (service) {
            case API_GATEWAY -> {
                environment.put(
                        Secrets.ADMIN_TOKEN_VARIABLE,
                        secrets.adminToken(userEnvironment).token());
                for (ServiceName upstream : ServiceName.all()) {
                    if (upstream != ServiceName.API_GATEWAY) {
                        environment.put(
                                "SLIPWAY_GATEWAY_UPSTREAMS_" + upstream.name(),
                                "http://127.0.0.1:" + connections.port(upstream));
                    }
                }
            }
            case BUILD_SERVICE ->
                environment.put(
                        "SLIPWAY_BUILD_SOURCE_FILE_ROOTS",
                        options.fileRoots().stream().map(Path::toString).collect(Collectors.joining(",")));
            case APP_SERVICE, REGISTRY_SERVICE, PIPELINE_SERVICE, WEBHOOK_SERVICE -> {
                // Nothing of their own.
            }
        }
    }
}
