package dev.slipway.kit.kafka;

import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Messages as Kafka records: CloudEvents 1.0 in binary mode, with the trace in the extension {@code traceparent}. */
public final class CloudEventRecords {

    /** The extension attribute that carries the W3C trace context. */
    public static final String TRACEPARENT = "traceparent";

    private CloudEventRecords() {}

    public static ProducerRecord<String, byte[]> write(
            String service,
            UUID eventId,
            String topic,
            UUID key,
            String type,
            byte[] json,
            Instant time,
            @Nullable String traceparent) {
        CloudEventBuilder event = CloudEventBuilder.v1()
                .withId(eventId.toString())
                .withSource(URI.create("/slipway/" + service))
                .withType(type)
                .withSubject(key.toString())
                .withTime(time.atOffset(ZoneOffset.UTC))
                .withData("application/json", json);
        if (traceparent != null) {
            event = event.withExtension(TRACEPARENT, traceparent);
        }
        return KafkaMessageFactory.<String>createWriter(topic, key.toString()).writeBinary(event.build());
    }
}
