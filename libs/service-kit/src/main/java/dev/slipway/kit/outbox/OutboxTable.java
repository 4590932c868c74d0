package dev.slipway.kit.outbox;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.slipway.events.Message;
import dev.slipway.events.MessageType;
import dev.slipway.kit.kafka.EventJson;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Puts messages into the table {@code outbox}, on the connection of the change that they tell of. */
public final class OutboxTable {

    private static final String INSERT = """
            INSERT INTO outbox (event_id, topic, key, type, payload, traceparent)
            VALUES ($1, $2, $3, $4, $5, $6)
            """;

    private static final String INSERT_BY_HIBERNATE = """
            INSERT INTO outbox (event_id, topic, key, type, payload, traceparent)
            VALUES (?1, ?2, ?3, ?4, ?5, cast(?6 as text))
            """;

    /** Below what a broker takes by default (1 MiB with headers): a row that it can never take would hold up all behind it. */
    private static final int PAYLOAD_MAX_BYTES = 900 * 1024;

    private OutboxTable() {}

    public static Uni<Void> insert(SqlClient client, List<? extends Message> messages, @Nullable String traceparent) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tuple> rows = new ArrayList<>(messages.size());
        for (Message message : messages) {
            MessageType type = MessageType.of(message);
            rows.add(Tuple.tuple(Arrays.asList(
                    UuidCreator.getTimeOrderedEpoch(),
                    type.topic().topicName(),
                    message.aggregateId(),
                    type.type(),
                    Buffer.buffer(payload(message)),
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
                            .setParameter(1, UuidCreator.getTimeOrderedEpoch())
                            .setParameter(2, type.topic().topicName())
                            .setParameter(3, message.aggregateId())
                            .setParameter(4, type.type())
                            .setParameter(5, payload(message))
                            .setParameter(6, traceparent)
                            .executeUpdate();
                })
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static byte[] payload(Message message) {
        byte[] json = EventJson.write(message);
        if (json.length > PAYLOAD_MAX_BYTES) {
            throw new IllegalArgumentException("%s has %d bytes; at most %d may be published"
                    .formatted(message.getClass().getSimpleName(), json.length, PAYLOAD_MAX_BYTES));
        }
        return json;
    }
}
