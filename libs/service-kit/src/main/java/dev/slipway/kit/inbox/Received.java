package dev.slipway.kit.inbox;

import dev.slipway.events.Message;
import dev.slipway.events.MessageType;
import dev.slipway.kit.kafka.CloudEventRecords;
import dev.slipway.kit.kafka.EventJson;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A message as it arrived.
 *
 * @param eventId the same for every repeat of the message
 * @param time when it was published
 * @param traceparent the W3C trace context of what caused it
 */
public record Received(
        UUID eventId,
        MessageType type,
        Message message,
        Instant time,
        @Nullable String traceparent) {

    /** @throws IllegalArgumentException if the record is not one of our messages: it would not become one by waiting */
    public static Received of(ConsumerRecord<String, byte[]> kafkaRecord) {
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
                    (String) event.getExtension(CloudEventRecords.TRACEPARENT));
        } catch (CloudEventRWException | IllegalStateException e) {
            throw new IllegalArgumentException("not a CloudEvent: " + e.getMessage(), e);
        }
    }
}
