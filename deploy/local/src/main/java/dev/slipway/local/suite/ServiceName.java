package dev.slipway.local.suite;

import dev.slipway.local.LaunchFailure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The six services, in the order in which they are shown. */
public enum ServiceName {
    API_GATEWAY("gateway"),
    BUILD_SERVICE("build"),
    APP_SERVICE("app"),
    REGISTRY_SERVICE("registry"),
    PIPELINE_SERVICE("pipeline"),
    WEBHOOK_SERVICE("webhook");

    private final String schema;

    ServiceName(String schema) {
        this.schema = schema;
    }

    /** As in folders, logs, keys and on Kafka: {@code build-service}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its schema in PostgreSQL. */
    public String schema() {
        return schema;
    }

    /** The jar that the build makes. */
    public Path jar(Path root) {
        return root.resolve(word()).resolve("target").resolve("quarkus-app").resolve("quarkus-run.jar");
    }

    /** @throws LaunchFailure if there is no such service */
    public static ServiceName of(String word) {
        return all().stream()
                .filter(service -> service.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new LaunchFailure("No service \"" + word + "\"; there are: "
                        + all().stream().map(ServiceName::word).collect(Collectors.joining(", "))));
    }

    public static List<ServiceName> all() {
        return Arrays.asList(values());
    }
}
