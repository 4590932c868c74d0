package dev.slipway.kit.guarantees;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The different values of each key, in the order of their first appearance. */
final class FirstAppearances {

    private final Map<String, Set<String>> values = new HashMap<>();
    private int count;

    void add(ConsumerRecord<String, byte[]> kafkaRecord) {
        boolean isNew = values.computeIfAbsent(kafkaRecord.key(), key -> new LinkedHashSet<>())
                .add(new String(kafkaRecord.value(), StandardCharsets.UTF_8));
        if (isNew) {
            count++;
        }
    }

    /** Of all keys together. */
    int count() {
        return count;
    }

    List<String> of(String key) {
        return List.copyOf(values.getOrDefault(key, Set.of()));
    }
}
