package dev.slipway.kit.kafka;

import dev.slipway.events.Message;
import dev.slipway.events.MessageType;
import dev.slipway.kit.inbox.Received;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Messages as Kafka records and back: CloudEvents 1.0 in binary mode, with the trace in the extension {@code traceparent}. */
public final class CloudEventRecords {

    private static final String TRACEPARENT = "traceparent";

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

    /** @throws IllegalArgumentException if the record is not one of our messages: it would not become one by waiting */
    public static Received read(ConsumerRecord<String, byte[]> kafkaRecord) {
        try {
            CloudEvent event = KafkaMessageFactory.createReader(kafkaRecord).toEvent();
            MessageType type = MessageType.ofType(event.getType())
                    .orElseThrow(() -> new IllegalArgumentException("unknown message type " + event.getType()));
            if (event.getData() == null || event.getTime() == null) {
                throw new IllegalArgumentException("a message needs data and a time");
            }
            Message message = EventJson.read(type, event.getData().toBytes());
            return new Received(
                    UUID.fromString(event.getId()),
                    type,
                    message,
                    event.getTime().toInstant(),
                    (String) event.getExtension(TRACEPARENT));
        } catch (CloudEventRWException | IllegalStateException e) {
            throw new IllegalArgumentException("not a CloudEvent: " + e.getMessage(), e);
        }
    }
}
