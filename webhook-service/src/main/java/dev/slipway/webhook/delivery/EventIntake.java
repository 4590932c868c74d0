package dev.slipway.webhook.delivery;

import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.inbox.InboxConsumer;
import dev.slipway.kit.inbox.MessageHandler;
import dev.slipway.kit.inbox.Received;
import dev.slipway.webhook.format.PayloadFormat;
import dev.slipway.webhook.format.SubscriberEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Turns each event, once, into one delivery for each endpoint that wants it, in the transaction that marks the event as taken. It goes by the
 * event's id alone, never by the version of what changed: every change is told, also one that arrives late out of a replay.
 */
@ApplicationScoped
public class EventIntake implements MessageHandler {

    /** The inbox remembers under this name; changing it would deliver everything again that Kafka still has. */
    private static final String CONSUMER = "webhook-service/build-events";

    /** By its primary key. */
    private static final String ADD_PAYLOAD = """
            INSERT INTO payload (event_id, format, content_type, body) VALUES ($1, $2, $3, $4)
            ON CONFLICT (event_id, format) DO NOTHING
            """;

    private static final String ADD_DELIVERY = """
            INSERT INTO delivery (id, endpoint_id, tenant, event_id, event_type, aggregate_id, format, traceparent, status, next_attempt_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'PENDING', now())
            ON CONFLICT (endpoint_id, event_id) DO NOTHING
            """;

    private final InboxConsumer inbox;
    private final Subscriptions subscriptions;
    private final Dispatcher dispatcher;

    public EventIntake(InboxConsumer inbox, Subscriptions subscriptions, Dispatcher dispatcher) {
        this.inbox = inbox;
        this.subscriptions = subscriptions;
        this.dispatcher = dispatcher;
    }

    @Incoming("build-events")
    Uni<Void> onBuildEvents(ConsumerRecords<String, byte[]> records) {
        return inbox.consume(CONSUMER, records, this);
    }

    @Override
    public boolean concerns(Received message) {
        return event(message).isPresent();
    }

    @Override
    public Uni<Void> handle(Transaction transaction, Received message) {
        return handleAll(CONSUMER, transaction, List.of(message));
    }

    /** Asks once who wants the events of all these tenants; an event that nobody wants costs no more than that. */
    @Override
    public Uni<Void> handleAll(String consumer, Transaction transaction, List<Received> messages) {
        Set<String> tenants = messages.stream()
                .flatMap(message -> event(message).stream())
                .map(SubscriberEvent::tenant)
                .collect(Collectors.toSet());
        return subscriptions.of(transaction.connection(), tenants).chain(subscribers -> {
            MessageHandler fanOut = (inTrace, message) -> {
                SubscriberEvent event = event(message).orElseThrow();
                return fanOut(inTrace, message.eventId(), event, subscribers.wanting(event));
            };
            List<Received> wanted = messages.stream()
                    .filter(message -> event(message).filter(subscribers::want).isPresent())
                    .toList();
            return fanOut.handleAll(consumer, transaction, wanted);
        });
    }

    private static Optional<SubscriberEvent> event(Received message) {
        return SubscriberEvent.of(message.message(), message.time());
    }

    private Uni<Void> fanOut(Transaction transaction, UUID eventId, SubscriberEvent event, List<Subscription> wanting) {
        return addPayloads(transaction, eventId, event, wanting)
                .chain(() -> addDeliveries(transaction, eventId, event, wanting))
                // The first attempt starts with the commit, not with a poll.
                .invoke(() -> transaction.afterCommit(dispatcher::wake));
    }

    private static Uni<Void> addPayloads(
            Transaction transaction, UUID eventId, SubscriberEvent event, List<Subscription> wanting) {
        Map<String, PayloadFormat> formats = wanting.stream()
                .map(Subscription::format)
                .collect(Collectors.toMap(PayloadFormat::name, format -> format, (first, second) -> first));
        List<Tuple> rows = formats.values().stream()
                .map(format ->
                        Tuple.of(eventId, format.name(), format.contentType(), Buffer.buffer(format.render(event))))
                .toList();
        return transaction
                .connection()
                .preparedQuery(ADD_PAYLOAD)
                .executeBatch(rows)
                .replaceWithVoid();
    }

    private static Uni<Void> addDeliveries(
            Transaction transaction, UUID eventId, SubscriberEvent event, List<Subscription> wanting) {
        List<Tuple> rows = wanting.stream()
                .map(subscription -> Tuple.tuple(Arrays.asList(
                        Ids.newId(),
                        subscription.endpointId(),
                        subscription.tenant(),
                        eventId,
                        event.type(),
                        event.aggregateId(),
                        subscription.format().name(),
                        transaction.traceparent())))
                .toList();
        return transaction
                .connection()
                .preparedQuery(ADD_DELIVERY)
                .executeBatch(rows)
                .replaceWithVoid();
    }
}
