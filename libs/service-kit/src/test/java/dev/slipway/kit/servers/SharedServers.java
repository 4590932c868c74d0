package dev.slipway.kit.servers;

import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL and one Kafka for all tests of this JVM that take neither away; each test takes a schema of its own. */
public final class SharedServers {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static TestServers servers;

    private SharedServers() {}

    public static synchronized TestServers get() {
        if (servers == null) {
            servers = TestServers.start();
        }
        return servers;
    }

    public static TestSchema newSchema() {
        return get().schema("kit_" + SCHEMAS.incrementAndGet());
    }
}
