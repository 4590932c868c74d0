package dev.slipway.kit.outbox;

import dev.slipway.kit.kafka.CloudEventRecords;
import dev.slipway.kit.outbox.OutboxTable.OutboxRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends outbox rows to the broker in their order and waits until it has acknowledged all of them.
 *
 * <p>The producer is idempotent and never gives a record up by itself, so records of one partition are written in the order of sending, with no
 * gap. If the relay must stop in the middle (it has lost its lease), the producer is thrown away with whatever it still held: those rows
 * are in the table, and the next relay sends them.
 *
 * <p>Used by one thread. It blocks.
 */
final class OutboxPublisher implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(500);
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
     * @param mayGoOn asked every half second while waiting; false ends the attempt
     * @return the ids of the rows that the broker has acknowledged, which are all of them unless it failed or may not go on
     */
    List<Long> publish(List<OutboxRow> rows, BooleanSupplier mayGoOn) throws InterruptedException {
        CountDownLatch outstanding = new CountDownLatch(rows.size());
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        List<Long> acknowledged = new ArrayList<>(rows.size());
        for (OutboxRow row : rows) {
            try {
                send(row, outstanding, failure, acknowledged);
            } catch (org.apache.kafka.common.KafkaException e) {
                // The broker is away (no metadata) or the producer is unusable. Nothing behind this row may overtake
                // it.
                failure.compareAndSet(null, e);
            }
            if (failure.get() != null) {
                break;
            }
        }
        while (failure.get() == null && !outstanding.await(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
            if (!mayGoOn.getAsBoolean()) {
                break;
            }
        }
        if (failure.get() != null || outstanding.getCount() > 0) {
            close();
        }
        synchronized (acknowledged) {
            return List.copyOf(acknowledged);
        }
    }

    private void send(
            OutboxRow row,
            CountDownLatch outstanding,
            AtomicReference<@Nullable Exception> failure,
            List<Long> acknowledged) {
        producer()
                .send(
                        CloudEventRecords.write(
                                service,
                                row.eventId(),
                                row.topic(),
                                row.key(),
                                row.type(),
                                row.payload(),
                                row.createdAt(),
                                row.traceparent()),
                        (metadata, problem) -> {
                            if (problem == null) {
                                synchronized (acknowledged) {
                                    acknowledged.add(row.id());
                                }
                            } else {
                                failure.compareAndSet(null, problem);
                            }
                            outstanding.countDown();
                        });
    }

    private Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    /** Drops what was not acknowledged; it is still in the table. */
    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
