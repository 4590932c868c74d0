package dev.slipway.kit.guarantees;

import dev.slipway.events.BuildQueued;
import dev.slipway.kit.servers.KitParts;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;

/** Changes aggregates as a service does: lock by changing, publish on the same connection, commit. */
final class Writer {

    private static final String RAISE = """
            INSERT INTO counter (id, version) VALUES ($1, 1)
            ON CONFLICT (id) DO UPDATE SET version = counter.version + 1
            RETURNING version
            """;

    private final KitParts parts;

    Writer(KitParts parts) {
        this.parts = parts;
    }

    /** Raises the aggregate's version and publishes it; the version. */
    Uni<Integer> raise(UUID id) {
        return parts.database.inTransaction(transaction -> transaction
                .connection()
                .preparedQuery(RAISE)
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next().getInteger(0))
                .call(version -> transaction.publish(new BuildQueued(id, version))));
    }

    /** What {@link #raise} publishes for a version, as it stands in Kafka. */
    static String message(UUID id, int version) {
        return "{\"build_id\":\"" + id + "\",\"attempt\":" + version + "}";
    }
}
