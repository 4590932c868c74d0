package dev.slipway.kit.inbox;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.PostgresFailures;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.kafka.CloudEventRecords;
import dev.slipway.kit.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * Takes messages from Kafka with the effect of exactly once.
 *
 * <p>A batch is handled in one transaction together with one inbox row per event: a repeat finds its row and has no effect. When the transaction fails:
 *
 * <ul>
 *   <li>for a reason that passes (PostgreSQL is away): the same batch is tried again, for as long as it takes. Nothing more is requested from
 *       Kafka meanwhile, so the partitions pause by themselves; nothing is dead-lettered.
 *   <li>for any other reason: the batch is halved until the culprit stands alone; that one goes to {@code <topic>.dlq} with its cause, and
 *       everything around it is handled as if it had not been there, in order.
 * </ul>
 *
 * <p>The returned Uni never fails: the offsets are committed only after it has ended, so a process that dies earlier gets the batch again.
 */
@ApplicationScoped
public class InboxConsumer {

    private static final Logger LOG = Logger.getLogger(InboxConsumer.class);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

    private final Database database;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;

    public InboxConsumer(Database database, DeadLetters deadLetters, MeterRegistry metrics) {
        this.database = database;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /**
     * @param consumer the name under which the inbox remembers what was taken; one per service and purpose
     */
    public Uni<Void> consume(String consumer, ConsumerRecords<String, byte[]> records, MessageHandler handler) {
        List<ConsumerRecord<String, byte[]>> batch = new ArrayList<>(records.count());
        records.forEach(batch::add);
        return take(consumer, batch, handler);
    }

    private Uni<Void> take(String consumer, List<ConsumerRecord<String, byte[]>> batch, MessageHandler handler) {
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .deferred(() -> handleTogether(consumer, batch, handler))
                .onFailure(PostgresFailures::isPassing)
                .invoke(failure -> LOG.warnf("%s waits: %s", consumer, failure.toString()))
                .onFailure(PostgresFailures::isPassing)
                .retry()
                .withBackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF)
                .indefinitely()
                .onFailure()
                .recoverWithUni(failure -> isolate(consumer, batch, handler, failure));
    }

    private Uni<Void> handleTogether(
            String consumer, List<ConsumerRecord<String, byte[]>> batch, MessageHandler handler) {
        Map<UUID, Received> messages = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> kafkaRecord : batch) {
            Received message = CloudEventRecords.read(kafkaRecord);
            messages.putIfAbsent(message.eventId(), message);
        }
        return database.inTransaction(
                        transaction -> InboxTable.take(transaction.connection(), consumer, messages.keySet())
                                .chain(taken -> handleEach(consumer, transaction, messages, taken, handler)))
                .invoke(() -> metrics.counter("slipway.inbox.taken", "consumer", consumer)
                        .increment(batch.size()));
    }

    private static Uni<Void> handleEach(
            String consumer,
            Transaction transaction,
            Map<UUID, Received> messages,
            Set<UUID> taken,
            MessageHandler handler) {
        return Multi.createFrom()
                .iterable(messages.values())
                .filter(message -> taken.contains(message.eventId()))
                .onItem()
                .transformToUniAndConcatenate(message -> Traces.consuming(
                        consumer + " " + message.type().type(),
                        message.traceparent(),
                        traceparent -> handler.handle(transaction.inTrace(traceparent), message)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> isolate(
            String consumer, List<ConsumerRecord<String, byte[]>> batch, MessageHandler handler, Throwable failure) {
        if (batch.size() == 1) {
            return deadLetters.bury(consumer, batch.get(0), failure);
        }
        int middle = batch.size() / 2;
        return take(consumer, batch.subList(0, middle), handler)
                .chain(() -> take(consumer, batch.subList(middle, batch.size()), handler));
    }
}
