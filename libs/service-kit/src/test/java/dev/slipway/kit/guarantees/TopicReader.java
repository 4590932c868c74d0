package dev.slipway.kit.guarantees;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning, whoever else has written to it, and keeps what belongs to the test. */
final class TopicReader implements AutoCloseable {

    private final KafkaConsumer<String, byte[]> consumer;
    private final Predicate<ConsumerRecord<String, byte[]>> mine;
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    private final Set<String> events = new HashSet<>();

    TopicReader(Map<String, Object> connection, String topic, Predicate<ConsumerRecord<String, byte[]>> mine) {
        this.mine = mine;
        Map<String, Object> configuration = new HashMap<>(connection);
        configuration.put("auto.offset.reset", "earliest");
        configuration.put("enable.auto.commit", false);
        this.consumer = new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    static TopicReader ofKeys(Map<String, Object> connection, String topic, Set<UUID> keys) {
        Set<String> texts = new HashSet<>();
        keys.forEach(key -> texts.add(key.toString()));
        return new TopicReader(connection, topic, kafkaRecord -> texts.contains(kafkaRecord.key()));
    }

    List<ConsumerRecord<String, byte[]>> read(Duration atMost) {
        poll(atMost, kafkaRecord -> {
            records.add(kafkaRecord);
            events.add(header(kafkaRecord, "ce_id"));
        });
        return records;
    }

    /** Reads until so many different values are there, without keeping what they came in: for more records than fit into memory. */
    FirstAppearances awaitFirstAppearances(int count, Duration patience) {
        FirstAppearances appearances = new FirstAppearances();
        await().atMost(patience).pollInterval(Duration.ofMillis(10)).until(() -> {
            poll(Duration.ofMillis(100), appearances::add);
            return appearances.count() >= count;
        });
        return appearances;
    }

    private void poll(Duration atMost, Consumer<ConsumerRecord<String, byte[]>> taken) {
        consumer.poll(atMost).forEach(kafkaRecord -> {
            if (mine.test(kafkaRecord)) {
                taken.accept(kafkaRecord);
            }
        });
    }

    /** Reads until so many different events are there. */
    List<ConsumerRecord<String, byte[]>> awaitEvents(int count, Duration patience) {
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> read(Duration.ofMillis(100)), found -> events.size() >= count);
        return records;
    }

    /** The values of each key in the order of their first appearance. */
    FirstAppearances firstAppearances() {
        FirstAppearances appearances = new FirstAppearances();
        records.forEach(appearances::add);
        return appearances;
    }

    static Set<String> events(List<ConsumerRecord<String, byte[]>> records) {
        Set<String> ids = new LinkedHashSet<>();
        records.forEach(kafkaRecord -> ids.add(header(kafkaRecord, "ce_id")));
        return ids;
    }

    static String header(ConsumerRecord<?, ?> kafkaRecord, String name) {
        var header = kafkaRecord.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
