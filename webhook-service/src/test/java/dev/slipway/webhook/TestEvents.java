package dev.slipway.webhook;

import dev.slipway.events.BuildStatusChanged;
import dev.slipway.events.Message;
import dev.slipway.events.MessageType;
import dev.slipway.events.Topic;
import dev.slipway.kit.kafka.CloudEventRecords;
import dev.slipway.kit.kafka.EventJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Puts build events onto a real Kafka as build-service's relay does. */
public final class TestEvents implements AutoCloseable {

    public static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final KafkaProducer<String, byte[]> producer;

    private TestEvents(KafkaProducer<String, byte[]> producer) {
        this.producer = producer;
    }

    /** Makes the topic too, as its owner does when it starts, which may be later than its readers. */
    public static TestEvents on(String bootstrap) {
        Map<String, Object> connection = Map.of("bootstrap.servers", bootstrap);
        try (Admin admin = Admin.create(connection)) {
            admin.createTopics(List.of(topic(Topic.BUILD_EVENTS.topicName()), topic(Topic.BUILD_EVENTS.deadLetters())))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new TestEvents(new KafkaProducer<>(connection, new StringSerializer(), new ByteArraySerializer()));
    }

    private static NewTopic topic(String name) {
        return new NewTopic(name, Topic.PARTITIONS, (short) 1);
    }

    /** @return the event's id */
    public UUID publish(BuildStatusChanged changed) {
        UUID eventId = UUID.randomUUID();
        publish(eventId, changed);
        return eventId;
    }

    public void publish(UUID eventId, Message message) {
        MessageType type = MessageType.of(message);
        producer.send(CloudEventRecords.write(
                "build-service",
                eventId,
                type.topic().topicName(),
                message.aggregateId(),
                type.type(),
                EventJson.write(message),
                Instant.now(),
                "00-" + TRACE + "-00f067aa0ba902b7-01"));
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
