package dev.slipway.kit.outbox;

import dev.slipway.events.Message;
import dev.slipway.events.MessageType;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.kafka.EventJson;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The statements on the table {@code outbox}; which index serves them is said beside each. */
public final class OutboxTable {

    private static final String INSERT = """
            INSERT INTO outbox (event_id, topic, key, type, payload, traceparent)
            VALUES ($1, $2, $3, $4, $5, $6)
            """;

    private static final String INSERT_BY_HIBERNATE = """
            INSERT INTO outbox (event_id, topic, key, type, payload, traceparent)
            VALUES (?1, ?2, ?3, ?4, ?5, cast(?6 as text))
            """;

    /** By the primary key. */
    private static final String NEXT = """
            SELECT id, event_id, topic, key, type, payload, traceparent, created_at
            FROM outbox ORDER BY id LIMIT $1
            """;

    /** By the primary key. */
    private static final String DELETE = "DELETE FROM outbox WHERE id = ANY($1)";

    private static final String OLDEST =
            "SELECT extract(epoch FROM clock_timestamp() - min(created_at))::float8 FROM outbox";

    private OutboxTable() {}

    public static Uni<Void> insert(SqlClient client, List<? extends Message> messages, @Nullable String traceparent) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tuple> rows = new ArrayList<>(messages.size());
        for (Message message : messages) {
            MessageType type = MessageType.of(message);
            rows.add(Tuple.tuple(java.util.Arrays.asList(
                    Ids.newId(),
                    type.topic().topicName(),
                    message.aggregateId(),
                    type.type(),
                    Buffer.buffer(EventJson.write(message)),
                    traceparent)));
        }
        var statement = client.preparedQuery(INSERT);
        return (rows.size() == 1 ? statement.execute(rows.get(0)) : statement.executeBatch(rows)).replaceWithVoid();
    }

    public static Uni<Void> insert(
            Mutiny.Session session, List<? extends Message> messages, @Nullable String traceparent) {
        return Multi.createFrom()
                .iterable(messages)
                .onItem()
                .transformToUniAndConcatenate(message -> {
                    MessageType type = MessageType.of(message);
                    return session.createNativeQuery(INSERT_BY_HIBERNATE)
                            .setParameter(1, Ids.newId())
                            .setParameter(2, type.topic().topicName())
                            .setParameter(3, message.aggregateId())
                            .setParameter(4, type.type())
                            .setParameter(5, EventJson.write(message))
                            .setParameter(6, traceparent)
                            .executeUpdate();
                })
                .collect()
                .last()
                .replaceWithVoid();
    }

    static Uni<List<OutboxRow>> next(SqlClient client, int limit) {
        return client.preparedQuery(NEXT).execute(Tuple.of(limit)).map(rows -> {
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
        return client.query(OLDEST).execute().map(rows -> {
            Double seconds = rows.iterator().next().getDouble(0);
            return seconds == null ? 0.0 : seconds;
        });
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
            java.time.Instant createdAt) {}
}
