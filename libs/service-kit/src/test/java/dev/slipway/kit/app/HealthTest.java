package dev.slipway.kit.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.BuildQueued;
import dev.slipway.events.MessageType;
import dev.slipway.events.Topic;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.SchemaNotifications;
import dev.slipway.kit.kafka.CloudEventRecords;
import dev.slipway.kit.kafka.EventJson;
import dev.slipway.kit.kafka.KafkaSettings;
import dev.slipway.kit.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a running service does while one of its servers is away, and when it is back. */
@QuarkusTest
@QuarkusTestResource(KitServers.class)
class HealthTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    TestServers servers;

    @Inject
    SampleCalls calls;

    @Inject
    Database database;

    @Inject
    KafkaSettings kafka;

    @Inject
    SchemaNotifications notifications;

    @BeforeEach
    void everythingIsThere() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Response health = given().get("/internal/health");
            assertThat(health.jsonPath().getBoolean("ready")).isTrue();
            assertThat(health.jsonPath().getList("degraded")).isEmpty();
        });
    }

    @Test
    void aHealthyServiceSaysSo() {
        // When
        Response health = given().get("/internal/health");

        // Then
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.jsonPath().getString("service")).isEqualTo("build-service");
    }

    @Test
    void whileKafkaIsAwayTheServiceIsReadyAndDegradedAndAcceptsWorkThatArrivesLater() {
        servers.killKafka();
        try {
            await().atMost(PATIENCE)
                    .until(
                            () -> given().get("/internal/health").jsonPath().getList("degraded"),
                            List.of("kafka")::equals);

            // When
            List<UUID> accepted = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Response response = calls.post("{\"display_name\":\"while away\",\"retry_count\":1}");
                assertThat(response.statusCode()).isEqualTo(201);
                accepted.add(UUID.fromString(response.jsonPath().getString("id")));
            }

            // Then
            assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
            assertThat(given().get("/internal/health").jsonPath().getBoolean("ready"))
                    .isTrue();
            assertThat(effectsOf(accepted)).isZero();
            await().atMost(PATIENCE).until(() -> metric("slipway_outbox_oldest_seconds") > 0);

            // When
            servers.startKafka();

            // Then
            await().atMost(PATIENCE).until(() -> effectsOf(accepted) == 20);
            await().atMost(PATIENCE)
                    .until(() -> given().get("/internal/health").jsonPath().getList("degraded"), List::isEmpty);
            await().atMost(PATIENCE).until(() -> metric("slipway_outbox_oldest_seconds") == 0);
        } finally {
            servers.startKafka();
        }
    }

    @Test
    void whilePostgresIsAwayTheServiceIsNotReadyAndItsConsumersWaitWithoutDeadLetters() {
        long lettersBefore = deadLetters();
        List<UUID> sent = new ArrayList<>();
        servers.killPostgres();
        try {
            await().atMost(PATIENCE).until(() -> given().get("/q/health/ready").statusCode(), status -> status == 503);
            Response health = given().get("/internal/health");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.jsonPath().getBoolean("ready")).isFalse();
            assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);

            // When
            for (int i = 0; i < 30; i++) {
                sent.add(UUID.randomUUID());
            }
            send(sent);
            Response post = calls.post("{\"display_name\":\"x\",\"retry_count\":1}");

            // Then
            assertThat(post.statusCode()).as(post.asString()).isEqualTo(503);
            assertThat(post.jsonPath().getString("code")).isEqualTo("unavailable");
            assertThat(post.header("Retry-After")).isEqualTo("1");
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        } finally {
            servers.startPostgres();
        }
        await().atMost(PATIENCE).until(() -> effectsOf(sent) == 30);
        assertThat(deadLetters()).isEqualTo(lettersBefore);
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void notificationsComeAgainAfterTheirConnectionWasLost() {
        List<String> heard = new CopyOnWriteArrayList<>();
        AtomicInteger reconnected = new AtomicInteger();
        notifications.listen("test", heard::add);
        notifications.onReconnect(reconnected::incrementAndGet);
        await().atMost(PATIENCE).until(() -> {
            notifications.notify("test", "before");
            return heard.contains("before");
        });

        // When
        int connections = endListeningConnections();

        // Then
        assertThat(connections).isEqualTo(1);
        await().atMost(PATIENCE).until(() -> {
            notifications.notify("test", "after");
            return heard.contains("after");
        });
        assertThat(reconnected).hasPositiveValue();
    }

    private int endListeningConnections() {
        return database.query(client -> client.query("""
                                SELECT count(pg_terminate_backend(pid))::int FROM pg_stat_activity
                                WHERE usename = current_user AND query LIKE 'LISTEN%'
                                """).execute())
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getInteger(0);
    }

    private long effectsOf(List<UUID> builds) {
        return database.query(client -> client.preparedQuery("SELECT count(*) FROM effect WHERE build_id = ANY($1)")
                        .execute(Tuple.of(builds.toArray(UUID[]::new))))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }

    private static double metric(String name) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private void send(List<UUID> builds) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka.connection(), new StringSerializer(), new ByteArraySerializer())) {
            builds.forEach(build -> producer.send(CloudEventRecords.write(
                    "build-service",
                    UUID.randomUUID(),
                    Topic.BUILD_COMMANDS.topicName(),
                    build,
                    MessageType.BUILD_QUEUED.type(),
                    EventJson.write(new BuildQueued(build, 1)),
                    Instant.now(),
                    null)));
        }
    }

    private long deadLetters() {
        Map<String, Object> configuration = new HashMap<>(kafka.connection());
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
            String topic = Topic.BUILD_COMMANDS.deadLetters();
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
