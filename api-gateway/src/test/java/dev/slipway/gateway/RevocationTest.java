package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RevocationTest extends GatewayTest {

    @Test
    void a_token_that_another_replica_has_revoked_is_refused_before_the_next_look_would_find_it() {
        // Given
        JsonNode token = newToken(newUser());
        String authorization = "Bearer " + token.path("token").asText();
        assertThat(get("/v1/build-flows", authorization).statusCode()).isEqualTo(200);

        // When
        sql(
                "SELECT pg_notify('slipway_gateway_token_revoked', $1)",
                token.path("id").asText());

        // Then
        await().atMost(Duration.ofSeconds(4))
                .untilAsserted(
                        () -> assertThat(get("/v1/build-flows", authorization).statusCode())
                                .isEqualTo(401));
    }

    @Test
    void a_revocation_that_was_not_told_is_found_out_in_seconds() {
        // Given
        JsonNode token = newToken(newUser());
        String authorization = "Bearer " + token.path("token").asText();
        assertThat(get("/v1/build-flows", authorization).statusCode()).isEqualTo(200);

        // When
        sql(
                "UPDATE token SET revoked_at = now() WHERE id = $1::text::uuid",
                token.path("id").asText());

        // Then
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(get("/v1/build-flows", authorization).statusCode())
                                .isEqualTo(401));
    }
}
