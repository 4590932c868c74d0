package dev.slipway.kit.inbox;

import dev.slipway.events.Topic;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** The statements on the table {@code inbox}. */
final class InboxTable {

    /** Longer than any message, or dead letter, can come back. */
    static final Duration RETENTION =
            Topic.DEAD_LETTER_RETENTION.plus(Topic.RETENTION).plusDays(1);

    /** By the primary key. Sorted, so that two batches never wait for each other in a circle. */
    private static final String TAKE = """
            INSERT INTO inbox (consumer, event_id)
            SELECT $1, id FROM unnest($2::uuid[]) AS id ORDER BY id
            ON CONFLICT DO NOTHING
            RETURNING event_id
            """;

    /** By inbox_received_at; in portions, so that no delete is long. */
    private static final String FORGET = """
            DELETE FROM inbox WHERE (consumer, event_id) IN (
                SELECT consumer, event_id FROM inbox WHERE received_at < now() - $1 * interval '1 second'
                LIMIT 5000 FOR UPDATE SKIP LOCKED)
            """;

    private InboxTable() {}

    /** Marks the events as taken by the consumer; returns those that were not before. */
    static Uni<Set<UUID>> take(SqlClient client, String consumer, Collection<UUID> eventIds) {
        return client.preparedQuery(TAKE)
                .execute(Tuple.of(consumer, eventIds.toArray(UUID[]::new)))
                .map(rows -> {
                    Set<UUID> taken = new HashSet<>();
                    rows.forEach(row -> taken.add(row.getUUID("event_id")));
                    return taken;
                });
    }

    /** One portion; how many rows it was. */
    static Uni<Integer> forgetOld(SqlClient client) {
        return client.preparedQuery(FORGET)
                .execute(Tuple.of(RETENTION.toSeconds()))
                .map(io.vertx.mutiny.sqlclient.RowSet::rowCount);
    }
}
