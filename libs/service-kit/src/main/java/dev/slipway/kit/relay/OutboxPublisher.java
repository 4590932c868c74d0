package dev.slipway.kit.relay;

import dev.slipway.kit.kafka.CloudEventRecords;
import dev.slipway.kit.relay.OutboxQueue.OutboxRow;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends outbox rows to the broker in their order and waits until it has acknowledged them.
 *
 * <p>No record may appear before one that stands in front of it, not even when that one fails: so the producer is idempotent, never gives
 * a record up by itself, has one request under way at a time, and is thrown away, with whatever it still holds, in the very callback that
 * tells of a failure, which is before it could send the next request. What it held is in the table, and is sent again.
 *
 * <p>Used by one thread. It blocks.
 */
final class OutboxPublisher implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int METADATA_WITHIN_MILLIS = 1000;

    private final String service;
    private final Map<String, Object> configuration;
    private @Nullable Producer<String, byte[]> producer;

    OutboxPublisher(String service, Map<String, Object> connection) {
        this.service = service;
        this.configuration = new HashMap<>(connection);
        configuration.put("client.id", service + "-relay");
        configuration.put("acks", "all");
        configuration.put("enable.idempotence", true);
        configuration.put("max.in.flight.requests.per.connection", 1);
        configuration.put("linger.ms", 0);
        configuration.put("batch.size", 128 * 1024);
        configuration.put("compression.type", "lz4");
        configuration.put("max.request.size", 2 * 1024 * 1024);
        configuration.put("retries", Integer.MAX_VALUE);
        configuration.put("request.timeout.ms", 10_000);
        configuration.put("delivery.timeout.ms", Integer.MAX_VALUE);
        configuration.put("max.block.ms", METADATA_WITHIN_MILLIS);
        configuration.put("retry.backoff.ms", 50);
        configuration.put("retry.backoff.max.ms", 1000);
    }

    /**
     * @param acknowledged the ids of the rows that the broker has; all of them unless something failed
     * @param unreachable the topics whose rows were left where they are: they do not exist (yet), or the broker is away
     * @param failed whether something that was sent was not acknowledged
     */
    record Outcome(List<Long> acknowledged, Set<String> unreachable, boolean failed) {}

    /** @param mayGoOn asked again and again while waiting; false ends the attempt */
    Outcome publish(List<OutboxRow> rows, BooleanSupplier mayGoOn) throws InterruptedException {
        Set<String> unreachable = unreachable(rows, mayGoOn);
        Producer<String, byte[]> current = producer();
        OutboxSending sending = new OutboxSending(() -> current.close(Duration.ZERO));
        for (OutboxRow row : rows) {
            if (!unreachable.contains(row.topic()) && !send(current, row, sending)) {
                break;
            }
        }
        while (!sending.await(LOOK_EVERY)) {
            if (!mayGoOn.getAsBoolean()) {
                sending.abandon();
            }
        }
        if (sending.isBroken()) {
            close();
        }
        return new Outcome(sending.acknowledged(), unreachable, sending.isBroken());
    }

    /** False if nothing more can be sent by this producer. */
    private boolean send(Producer<String, byte[]> current, OutboxRow row, OutboxSending sending) {
        ProducerRecord<String, byte[]> message = CloudEventRecords.write(
                service,
                row.eventId(),
                row.topic(),
                row.key(),
                row.type(),
                row.payload(),
                row.createdAt(),
                row.traceparent());
        sending.begin();
        try {
            current.send(message, (metadata, problem) -> sending.end(row.id(), problem));
        } catch (KafkaException | IllegalStateException e) {
            // Closed, perhaps by the callback of a row in front of this one.
            sending.end(row.id(), e);
        }
        return !sending.isBroken();
    }

    /** Asks for each topic's partitions, which costs nothing once they are known. A topic that is not there does not hold up the others. */
    private Set<String> unreachable(List<OutboxRow> rows, BooleanSupplier mayGoOn) {
        Set<String> topics = rows.stream().map(OutboxRow::topic).collect(Collectors.toSet());
        return topics.stream()
                .filter(topic -> !mayGoOn.getAsBoolean() || !isReachable(topic))
                .collect(Collectors.toSet());
    }

    private boolean isReachable(String topic) {
        try {
            return !producer().partitionsFor(topic).isEmpty();
        } catch (KafkaException e) {
            LOG.debugf("Topic %s cannot be reached: %s", topic, e.toString());
            return false;
        }
    }

    private Producer<String, byte[]> producer() {
        Producer<String, byte[]> current = producer;
        if (current == null) {
            current = new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
            producer = current;
        }
        return current;
    }

    /** Drops what was not acknowledged; it is still in the table. */
    @Override
    public void close() {
        Producer<String, byte[]> current = producer;
        producer = null;
        if (current != null) {
            current.close(Duration.ZERO);
        }
    }
}
