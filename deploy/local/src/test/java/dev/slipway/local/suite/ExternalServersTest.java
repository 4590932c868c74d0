package dev.slipway.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.local.LaunchFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalServersTest {

    @Test
    void aPostgresUrlNamesServerDatabaseAndAdministrator() {
        // When
        ExternalPostgres postgres = ExternalPostgres.of("postgresql://ada:s%40crt@db.example/platform", Map.of());

        // Then
        assertThat(postgres.database()).isEqualTo("platform");
        assertThat(postgres.administration().host()).isEqualTo("db.example");
        assertThat(postgres.administration().port()).isEqualTo(5432);
        assertThat(postgres.administration().user()).isEqualTo("ada");
        assertThat(postgres.administration().password()).isEqualTo("s@crt");
    }

    @Test
    void theEnvironmentGoesBeforeTheUrl() {
        Map<String, String> environment = Map.of("SLIPWAY_POSTGRES_USER", "root", "SLIPWAY_POSTGRES_PASSWORD", "other");

        // When
        ExternalPostgres postgres = ExternalPostgres.of("postgresql://ada:secret@db:5433/platform", environment);

        // Then
        assertThat(postgres.administration().user()).isEqualTo("root");
        assertThat(postgres.administration().password()).isEqualTo("other");
        assertThat(postgres.toString()).doesNotContain("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "db", "mysql://db/x", "postgresql://db", "postgresql://db/", "postgresql://d b/x"})
    void whatIsNoPostgresUrlIsRefusedWithItsShape(String url) {
        // When, Then
        assertThatThrownBy(() -> ExternalPostgres.of(url, Map.of()))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("postgresql://user:password@host:port/database");
    }

    @Test
    void kafkaMayHaveSeveralBrokersAndCredentials() {
        // When
        ExternalKafka kafka = ExternalKafka.of("a:9092,b:9093", Map.of("SLIPWAY_KAFKA_USER", "slipway", "HOME", "/"));

        // Then
        assertThat(kafka.port()).isEqualTo(9092);
        assertThat(kafka.credentials()).containsOnly(Map.entry("SLIPWAY_KAFKA_USER", "slipway"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kafka", "kafka:", "kafka:port", "a:1, b:2"})
    void whatIsNoKafkaAddressIsRefused(String address) {
        // When, Then
        assertThatThrownBy(() -> ExternalKafka.of(address, Map.of()))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("host:port");
    }
}
