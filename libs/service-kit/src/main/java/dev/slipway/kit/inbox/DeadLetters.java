package dev.slipway.kit.inbox;

import dev.slipway.events.Topic;
import dev.slipway.kit.kafka.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where messages go that can never be handled: {@code <topic>.dlq}, byte for byte as they came, with the headers {@code slipway-cause},
 * {@code slipway-consumer}, {@code slipway-topic}, {@code slipway-partition}, {@code slipway-offset} and {@code slipway-failed-at} added. Sending such a record back to its topic
 * replays it.
 */
@ApplicationScoped
public class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final int CAUSE_MAX_CHARACTERS = 2000;
    private static final int ANSWER_WITHIN_MILLIS = 10_000;
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

    private final KafkaSettings settings;
    private final MeterRegistry metrics;
    private @Nullable KafkaProducer<String, byte[]> producer;

    public DeadLetters(KafkaSettings settings, MeterRegistry metrics) {
        this.settings = settings;
        this.metrics = metrics;
    }

    /** Ends when the broker has the dead letter; tries for as long as that takes, since the alternative is to lose it. */
    public Uni<Void> bury(String consumer, ConsumerRecord<String, byte[]> kafkaRecord, Throwable cause) {
        LOG.errorf(
                cause,
                "%s cannot handle %s-%d@%d: dead-lettered",
                consumer,
                kafkaRecord.topic(),
                kafkaRecord.partition(),
                kafkaRecord.offset());
        ProducerRecord<String, byte[]> letter = letter(consumer, kafkaRecord, cause);
        return Uni.createFrom()
                .<Void>emitter(emitter -> producer().send(letter, (metadata, failure) -> {
                    if (failure == null) {
                        emitter.complete(null);
                    } else {
                        emitter.fail(failure);
                    }
                }))
                // send() may block for metadata while the broker is away.
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(200), LONGEST_BACK_OFF)
                .indefinitely()
                .invoke(() -> metrics.counter("slipway.inbox.dead.letters", "consumer", consumer)
                        .increment());
    }

    void stop(@Observes ShutdownEvent event) {
        KafkaProducer<String, byte[]> current = producer;
        if (current != null) {
            current.close(Duration.ofSeconds(1));
        }
    }

    private static ProducerRecord<String, byte[]> letter(
            String consumer, ConsumerRecord<String, byte[]> kafkaRecord, Throwable cause) {
        ProducerRecord<String, byte[]> letter = new ProducerRecord<>(
                kafkaRecord.topic() + ".dlq", null, kafkaRecord.key(), kafkaRecord.value(), kafkaRecord.headers());
        String reason = cause.toString();
        Headers headers = letter.headers();
        add(headers, "slipway-cause", reason.substring(0, Math.min(reason.length(), CAUSE_MAX_CHARACTERS)));
        add(headers, "slipway-consumer", consumer);
        add(headers, "slipway-topic", kafkaRecord.topic());
        add(headers, "slipway-partition", Integer.toString(kafkaRecord.partition()));
        add(headers, "slipway-offset", Long.toString(kafkaRecord.offset()));
        add(headers, "slipway-failed-at", Instant.now().toString());
        return letter;
    }

    private static void add(Headers headers, String key, String value) {
        headers.remove(key);
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized KafkaProducer<String, byte[]> producer() {
        if (producer == null) {
            Map<String, Object> configuration = new HashMap<>(settings.connection());
            configuration.put("acks", "all");
            configuration.put("max.request.size", Topic.DEAD_LETTER_MAX_BYTES);
            configuration.put("max.block.ms", ANSWER_WITHIN_MILLIS);
            configuration.put("request.timeout.ms", ANSWER_WITHIN_MILLIS);
            configuration.put("delivery.timeout.ms", 2 * ANSWER_WITHIN_MILLIS);
            producer = new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
        }
        return producer;
    }
}
