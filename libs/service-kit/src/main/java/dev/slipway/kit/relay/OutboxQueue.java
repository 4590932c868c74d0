package dev.slipway.kit.relay;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The relay's statements on the table {@code outbox}; which index serves them is said beside each. */
final class OutboxQueue {

    /** By the primary key. The sum bounds what one round takes into memory; the first row always comes. */
    private static final String NEXT = """
            SELECT id, event_id, topic, key, type, payload, traceparent, created_at
            FROM (SELECT *, sum(length(payload)) OVER (ORDER BY id) - length(payload) AS bytes_before
                  FROM (SELECT * FROM outbox WHERE topic <> ALL ($1) ORDER BY id LIMIT $2) AS first) AS rows
            WHERE bytes_before < $3
            ORDER BY id
            """;

    /**
     * By the primary key. Nobody waits for the disk: a server that crashes before it has written this gives the rows back, which are then
     * sent again, and every consumer's inbox absorbs them.
     */
    private static final String DELETE = """
            DELETE FROM outbox WHERE id = ANY($1) AND (SELECT set_config('synchronous_commit', 'off', true)) IS NOT NULL
            """;

    /** By the primary key. */
    private static final String OLDEST =
            "SELECT extract(epoch FROM clock_timestamp() - created_at)::float8 FROM outbox ORDER BY id LIMIT 1";

    private static final int ROWS_PER_ROUND = 500;
    private static final long BYTES_PER_ROUND = 4 * 1024 * 1024;

    private OutboxQueue() {}

    /**
     * The first rows, in their order.
     *
     * @param without topics that cannot be reached now
     */
    static Uni<List<OutboxRow>> next(SqlClient client, Set<String> without) {
        Tuple parameters = Tuple.of(without.toArray(String[]::new), ROWS_PER_ROUND, BYTES_PER_ROUND);
        return client.preparedQuery(NEXT).execute(parameters).map(rows -> {
            List<OutboxRow> found = new ArrayList<>(rows.size());
            rows.forEach(row -> found.add(new OutboxRow(
                    row.getLong("id"),
                    row.getUUID("event_id"),
                    row.getString("topic"),
                    row.getUUID("key"),
                    row.getString("type"),
                    row.getBuffer("payload").getBytes(),
                    row.getString("traceparent"),
                    row.getOffsetDateTime("created_at").toInstant())));
            return found;
        });
    }

    static Uni<Void> delete(SqlClient client, List<Long> ids) {
        return client.preparedQuery(DELETE)
                .execute(Tuple.of(ids.toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /** How long the oldest message has been waiting, in seconds; 0 when none waits. */
    static Uni<Double> oldestSeconds(SqlClient client) {
        return client.query(OLDEST)
                .execute()
                .map(rows -> rows.size() == 0 ? 0.0 : rows.iterator().next().getDouble(0));
    }

    /** A committed message that the broker has not acknowledged yet. */
    record OutboxRow(
            long id,
            UUID eventId,
            String topic,
            UUID key,
            String type,
            byte[] payload,
            @Nullable String traceparent,
            Instant createdAt) {}
}
