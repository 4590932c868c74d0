package dev.slipway.kit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Topic;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.kafka.KafkaSettings;
import dev.slipway.kit.trace.Traces;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** One trace from the request through the outbox, Kafka and the inbox into the call that ends it. */
@QuarkusTest
@QuarkusTestResource(KitServers.class)
class TraceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Inject
    SampleCalls calls;

    @Inject
    Database database;

    @Inject
    KafkaSettings kafka;

    @Test
    void theTraceOfARequestRunsThroughTheOutboxKafkaAndTheInboxIntoTheCallThatFollows() {
        // When
        Response response = calls.as("ann")
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .contentType("application/json")
                .body("{\"display_name\":\"traced\",\"retry_count\":1}")
                .post(SampleCalls.SAMPLES);

        // Then
        UUID build = UUID.fromString(response.jsonPath().getString("id"));
        String inRequest = response.jsonPath().getString("traceparent");
        String inKafka = traceparentInKafka(build);
        String inInbox = traceparentInInbox(build);
        String inCall = traceparentOfCall(inInbox);
        assertThat(List.of(inRequest, inKafka, inInbox, inCall))
                .allSatisfy(traceparent -> assertThat(traceparent).matches("00-" + TRACE + "-[0-9a-f]{16}-01"));
        // The request's own span is what the message carries; handling and calling are spans of their own.
        assertThat(inKafka).isEqualTo(inRequest);
        assertThat(List.of(inKafka, inInbox, inCall)).doesNotHaveDuplicates();
    }

    @Test
    void aRequestWithoutATraceBeginsOne() {
        // When
        Response response = calls.post("{\"display_name\":\"traced\",\"retry_count\":1}");

        // Then
        assertThat(response.jsonPath().getString("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    private String traceparentInInbox(UUID build) {
        AtomicReference<String> found = new AtomicReference<>();
        await().atMost(PATIENCE).until(() -> {
            database.query(client -> client.preparedQuery("SELECT traceparent FROM effect WHERE build_id = $1")
                            .execute(Tuple.of(build)))
                    .await()
                    .atMost(PATIENCE)
                    .forEach(row -> found.set(row.getString(0)));
            return found.get() != null;
        });
        return found.get();
    }

    private static String traceparentOfCall(String traceparent) {
        return Traces.calling("attempt", traceparent, own -> Uni.createFrom().item(own))
                .await()
                .atMost(PATIENCE);
    }

    private String traceparentInKafka(UUID build) {
        Map<String, Object> configuration = new HashMap<>(kafka.connection());
        AtomicReference<String> found = new AtomicReference<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
            String topic = Topic.BUILD_COMMANDS.topicName();
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(kafkaRecord -> {
                    if (build.toString().equals(kafkaRecord.key())) {
                        found.set(new String(
                                kafkaRecord
                                        .headers()
                                        .lastHeader("ce_traceparent")
                                        .value(),
                                StandardCharsets.UTF_8));
                    }
                });
                return found.get() != null;
            });
        }
        return found.get();
    }
}
