package dev.slipway.build;

import static org.awaitility.Awaitility.await;

import dev.slipway.events.Message;
import dev.slipway.events.MessageType;
import dev.slipway.events.Topic;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.inbox.Received;
import dev.slipway.kit.kafka.CloudEventRecords;
import dev.slipway.kit.kafka.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** What another service sees of the topics. */
public final class Broker {

    private Broker() {}

    /** Sends a message as the relay of another service would; twice, because at least once is all that anybody is promised. */
    public static void send(Message message) {
        MessageType type = MessageType.of(message);
        UUID eventId = Ids.newId();
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(connection(), new StringSerializer(), new ByteArraySerializer())) {
            for (int count = 0; count < 2; count++) {
                producer.send(CloudEventRecords.write(
                        "pipeline-service",
                        eventId,
                        type.topic().topicName(),
                        message.aggregateId(),
                        type.type(),
                        EventJson.write(message),
                        Instant.now(),
                        null));
            }
        }
    }

    /** All events about one build, in order, once they are as expected. */
    public static List<Message> eventsOf(UUID buildId, Predicate<List<Message>> expected) {
        return messages(receivedOf(buildId, received -> expected.test(messages(received))));
    }

    /** As {@link #eventsOf}, with what they carried along. */
    public static List<Received> receivedOf(UUID buildId, Predicate<List<Received>> expected) {
        List<Received> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topic.BUILD_EVENTS.topicName()));
            await().atMost(Duration.ofSeconds(60))
                    .until(
                            () -> {
                                consumer.poll(Duration.ofMillis(100)).forEach(kafkaRecord -> {
                                    if (kafkaRecord.key().equals(buildId.toString())) {
                                        found.add(Received.of(kafkaRecord));
                                    }
                                });
                                return found;
                            },
                            expected);
        }
        return found;
    }

    private static List<Message> messages(List<Received> received) {
        return received.stream().map(Received::message).toList();
    }

    private static Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(connection());
        settings.put("group.id", "test-" + UUID.randomUUID());
        settings.put("auto.offset.reset", "earliest");
        return settings;
    }

    private static Map<String, Object> connection() {
        return Map.of(
                "bootstrap.servers", ConfigProvider.getConfig().getValue("slipway.kafka.bootstrap", String.class));
    }
}
