package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
                "UPDATE token SET revoked_at = now() WHERE id = $1::text::uuid",
                token.path("id").asText());

        // Then
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(get("/v1/build-flows", authorization).statusCode())
                                .isEqualTo(401));
    }

    @Test
    void a_membership_that_was_taken_and_a_user_that_was_disabled_count_at_once() {
        // Given
        String login = newUser();
        String authorization = "Bearer " + newToken(login).path("token").asText();
        assertThat(get("/platform/v1/tenants/t-" + login, authorization).statusCode())
                .isEqualTo(200);

        // When
        delete("/platform/v1/tenants/t-" + login + "/members/" + login, ADMIN);

        // Then
        assertThat(get("/platform/v1/tenants/t-" + login, authorization).statusCode())
                .isEqualTo(404);

        // When
        patch("/platform/v1/users/" + login, ADMIN, "{\"disabled\":true}");

        // Then
        assertThat(get("/v1/build-flows", authorization).statusCode()).isEqualTo(401);

        // When
        patch("/platform/v1/users/" + login, ADMIN, "{\"disabled\":false}");

        // Then
        assertThat(get("/v1/build-flows", authorization).statusCode()).isEqualTo(200);
    }

    @Test
    void a_followed_log_ends_when_its_credential_does() throws Exception {
        // Given
        CountDownLatch over = new CountDownLatch(1);
        upstream.on("/platform/v1/builds/7/log", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            awaitQuietly(over);
            exchange.close();
        });
        JsonNode token = newToken(newUser());
        CompletableFuture<HttpResponse<InputStream>> following = client.sendAsync(
                request("/platform/v1/builds/7/log")
                        .header("Authorization", "Bearer " + token.path("token").asText())
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        InputStream log = following.get(60, TimeUnit.SECONDS).body();
        assertThat(log.read()).isNotNegative();

        // When
        delete("/platform/v1/tokens/" + token.path("id").asText(), ADMIN);

        // Then
        assertThatThrownBy(() -> {
                    while (log.read() >= 0) {
                        // Until the connection breaks.
                    }
                    throw new AssertionError("the log ended as if it were whole");
                })
                .isInstanceOf(IOException.class);
        over.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
