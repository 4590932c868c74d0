package dev.slipway.app;

import dev.slipway.events.Message;
import dev.slipway.events.MessageType;
import dev.slipway.events.Topic;
import dev.slipway.kit.kafka.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what the service has told of an app from a real Kafka. */
public final class AppEvents {

    private AppEvents() {}

    /** Everything about an app, in order, as soon as it satisfies the condition, or after a while. */
    public static List<Message> until(String bootstrap, UUID app, Predicate<List<Message>> enough) {
        Map<String, Object> connection = Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest");
        List<Message> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(connection, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.APP_EVENTS.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Instant deadline = Instant.now().plus(TestApi.PATIENCE);
            while (!enough.test(found) && Instant.now().isBefore(deadline)) {
                consumer.poll(Duration.ofMillis(100)).forEach(kafkaRecord -> {
                    if (app.toString().equals(kafkaRecord.key())) {
                        found.add(message(kafkaRecord));
                    }
                });
            }
        }
        return found;
    }

    private static Message message(ConsumerRecord<String, byte[]> kafkaRecord) {
        String type = new String(kafkaRecord.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
        return EventJson.read(MessageType.ofType(type).orElseThrow(), kafkaRecord.value());
    }
}
