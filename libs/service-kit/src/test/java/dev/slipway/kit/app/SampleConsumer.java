package dev.slipway.kit.app;

import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.inbox.InboxConsumer;
import dev.slipway.kit.inbox.Received;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Writes one row per message that has an effect. */
@ApplicationScoped
public class SampleConsumer {

    private final InboxConsumer inbox;

    public SampleConsumer(InboxConsumer inbox) {
        this.inbox = inbox;
    }

    @Incoming("samples")
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.consume("samples", records, this::handle);
    }

    private Uni<Void> handle(Transaction transaction, Received message) {
        return transaction
                .connection()
                .preparedQuery("INSERT INTO effect (event_id, build_id, traceparent) VALUES ($1, $2, $3)")
                .execute(Tuple.of(message.eventId(), message.message().aggregateId(), transaction.traceparent()))
                .replaceWithVoid();
    }
}
