package dev.slipway.kit.inbox;

import dev.slipway.dialects.ErrorCode;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.PostgresFailures;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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
 * <p>The returned Uni fails only while the service stops. The offsets are committed only after it has ended well, so a process that dies earlier gets
 * the batch again.
 */
@ApplicationScoped
public class InboxConsumer {

    private static final Logger LOG = Logger.getLogger(InboxConsumer.class);
    private static final int BEFORE_CONNECTIONS_CLOSE = 1;
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

    private final Database database;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;
    private volatile boolean stopping;

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
                .onFailure(this::passes)
                .invoke(failure -> LOG.warnf("%s waits: %s", consumer, failure.toString()))
                .onFailure(this::passes)
                .retry()
                .withBackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF)
                .indefinitely()
                .onFailure(failure -> !stopping)
                .recoverWithUni(failure -> isolate(consumer, batch, handler, failure));
    }

    private boolean passes(Throwable failure) {
        return !stopping
                && (PostgresFailures.isPassing(failure)
                        || failure instanceof SlipwayException told && told.code() == ErrorCode.UNAVAILABLE);
    }

    /** What fails from now on fails because its connections are being closed: not handled, not dead-lettered, but left to the next start. */
    void stop(@Observes @Priority(BEFORE_CONNECTIONS_CLOSE) ShutdownEvent event) {
        stopping = true;
    }

    private Uni<Void> handleTogether(
            String consumer, List<ConsumerRecord<String, byte[]>> batch, MessageHandler handler) {
        Map<UUID, Received> messages = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> kafkaRecord : batch) {
            Received message = Received.of(kafkaRecord);
            if (handler.concerns(message)) {
                messages.putIfAbsent(message.eventId(), message);
            }
        }
        Uni<Void> handled = messages.isEmpty()
                ? Uni.createFrom().voidItem()
                : database.inTransaction(
                        transaction -> InboxTable.take(transaction.connection(), consumer, messages.keySet())
                                .chain(taken -> handleAll(consumer, transaction, messages, taken, handler)));
        return handled.invoke(() ->
                metrics.counter("slipway.inbox.taken", "consumer", consumer).increment(batch.size()));
    }

    private static Uni<Void> handleAll(
            String consumer,
            Transaction transaction,
            Map<UUID, Received> messages,
            Set<UUID> taken,
            MessageHandler handler) {
        List<Received> fresh = messages.values().stream()
                .filter(message -> taken.contains(message.eventId()))
                .toList();
        return fresh.isEmpty() ? Uni.createFrom().voidItem() : handler.handleAll(consumer, transaction, fresh);
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
