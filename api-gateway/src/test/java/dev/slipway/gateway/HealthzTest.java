package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HealthzTest extends GatewayTest {

    @Test
    void a_service_that_is_away_makes_the_suite_not_ready_and_is_named() {
        // When
        HttpResponse<String> response = send(request("/healthz"));

        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        JsonNode state = read(response);
        assertThat(state.path("status").asText()).isEqualTo("not_ready");
        assertThat(state.path("not_ready")).hasToString("[\"webhook-service\"]");
        assertThat(state.at("/services/webhook-service/ready").asBoolean()).isFalse();
        assertThat(state.at("/services/build-service/ready").asBoolean()).isTrue();
        assertThat(state.at("/services/api-gateway/ready").asBoolean()).isTrue();
        assertThat(state.path("services")).hasSize(6);
    }

    @Test
    void what_a_service_misses_is_told() {
        // Given
        upstream.on(
                "/internal/health",
                LocalUpstream.answer(200, "application/json", "{\"ready\":true,\"degraded\":[\"kafka\"]}"));

        // Then
        await().atMost(LIMIT).untilAsserted(() -> {
            JsonNode state = read(send(request("/healthz")));
            assertThat(state.at("/services/build-service/degraded")).hasToString("[\"kafka\"]");
            assertThat(state.path("degraded").toString()).contains("build-service");
        });
    }

    @Test
    void a_service_that_hangs_is_not_ready_after_a_second() {
        // Given
        upstream.on("/internal/health", exchange -> {
            // Never answered; the gateway hangs up.
        });

        // Then
        await().atMost(LIMIT).untilAsserted(() -> {
            JsonNode state = read(send(request("/healthz")));
            assertThat(state.at("/services/app-service/ready").asBoolean(true)).isFalse();
            assertThat(state.at("/services/app-service/reason").asText()).isEqualTo("does not answer");
        });
    }
}
