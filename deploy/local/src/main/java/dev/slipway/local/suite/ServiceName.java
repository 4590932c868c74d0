package dev.slipway.local.suite;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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

    public static List<ServiceName> all() {
        return Arrays.asList(values());
    }
}
