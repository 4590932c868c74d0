package dev.slipway.kit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Topic;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.kafka.KafkaSettings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.config.SmallRyeConfig;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kit's defaults reach a service that says only its name and its schema, also those that are fixed when it is built. */
@QuarkusTest
@QuarkusTestResource(KitServers.class)
class ConfigurationTest {

    @Inject
    SmallRyeConfig config;

    @Inject
    Database database;

    @Inject
    KafkaSettings kafka;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> channels;

    @ParameterizedTest
    @CsvSource({
        "quarkus.datasource.db-kind, postgresql",
        "quarkus.flyway.locations, 'db/kit,db/migration'",
        "quarkus.jackson.property-naming-strategy, SNAKE_CASE",
        "quarkus.http.host, 127.0.0.1",
        "quarkus.datasource.username, slipway_kit",
        "quarkus.devservices.enabled, false",
        "mp.messaging.connector.smallrye-kafka.session.timeout.ms, 6000",
        "mp.messaging.connector.smallrye-kafka.heartbeat.interval.ms, 2000",
        "mp.messaging.connector.smallrye-kafka.allow.auto.create.topics, false",
    })
    void aDefaultOfTheKitIsInForce(String name, String value) {
        assertThat(config.getConfigValue(name).getValue()).isEqualTo(value);
        assertThat(config.getConfigValue(name).getSourceName()).isNotNull();
    }

    @Test
    void theTablesOfTheKitAndOfTheServiceAreInItsSchema() {
        // When
        List<String> tables = database.query(client -> client.query(
                                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'kit'")
                        .execute())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList())
                .await()
                .atMost(Duration.ofSeconds(60));

        // Then
        assertThat(tables).contains("outbox", "inbox", "lease", "idempotency_key", "sample", "flyway_schema_history");
    }

    @Test
    void theChannelsUseTheKitsConnection() {
        assertThat(channels).containsAllEntriesOf(kafka.connection());
    }

    @Test
    void theServiceMakesItsOwnTopicsWithTheirPartitionsAndRetention() throws Exception {
        try (Admin admin = Admin.create(kafka.connection())) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> admin.listTopics().names().get().contains(Topic.BUILD_EVENTS.deadLetters()));

            // When
            TopicDescription events = admin.describeTopics(List.of(Topic.BUILD_EVENTS.topicName()))
                    .allTopicNames()
                    .get()
                    .get(Topic.BUILD_EVENTS.topicName());
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, Topic.BUILD_EVENTS.deadLetters());
            var settings = admin.describeConfigs(List.of(resource)).all().get().get(resource);

            // Then
            assertThat(events.partitions()).hasSize(Topic.PARTITIONS);
            assertThat(settings.get("retention.ms").value())
                    .isEqualTo(Long.toString(Topic.DEAD_LETTER_RETENTION.toMillis()));
            assertThat(admin.listTopics().names().get()).doesNotContain(Topic.APP_EVENTS.topicName());
        }
    }
}
