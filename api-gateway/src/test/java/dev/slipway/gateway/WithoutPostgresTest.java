package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.gateway.quota.LiveReplicas;
import dev.slipway.testkit.InjectServers;
import dev.slipway.testkit.TestServers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WithoutPostgresTest extends GatewayTest {

    /** A hundredth of the 5,000 builds of an hour. */
    private static final int MOST_LEASED = 50;

    @InjectServers
    TestServers servers;

    @Inject
    LiveReplicas replicas;

    private boolean stopped;

    @BeforeEach
    void withinOneHour() {
        stayWithinOneHour();
    }

    @AfterEach
    void startPostgresAgain() {
        if (stopped) {
            servers.startPostgres();
            stopped = false;
            await().atMost(LIMIT).until(replicas::isReachable);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(post("/v1/build-flows/7/builds", ADMIN, "{}")
                                    .statusCode())
                            .isEqualTo(200));
        }
    }

    @Test
    void who_was_seen_lately_goes_on_reading_and_nobody_writes() {
        // Given
        String unseen = "Bearer " + newToken(newUser()).path("token").asText();
        String seen = "Bearer " + newToken(newUser()).path("token").asText();
        HttpResponse<String> before = get("/v1/build-flows", seen);
        assertThat(before.statusCode()).isEqualTo(200);

        // When
        stopPostgres();

        // Then
        HttpResponse<String> read = get("/v1/build-flows", seen);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.headers().firstValue("X-RateLimit-Remaining"))
                .isEqualTo(before.headers().firstValue("X-RateLimit-Remaining"));

        HttpResponse<String> written = post("/v1/build-flows/7/builds", seen, "{}");
        assertThat(written.statusCode()).isEqualTo(503);
        assertThat(written.headers().firstValue("Retry-After")).isPresent();
        assertThat(written.headers().firstValue("X-RateLimit-Limit")).isPresent();

        HttpResponse<String> stranger = get("/v1/build-flows", unseen);
        assertThat(stranger.statusCode()).isEqualTo(503);
        assertThat(read(stranger).path("error_id").asText()).isEqualTo("service_unavailable");

        assertThat(send(request("/q/health/ready")).statusCode()).isEqualTo(200);
        assertThat(send(request("/healthz")).body()).contains("postgresql");
        assertThat(send(request("/q/metrics")).body())
                .contains("slipway_gateway_quota_uncounted_total{api_class=\"read\",outcome=\"passed\"}")
                .contains("slipway_gateway_quota_uncounted_total{api_class=\"build\",outcome=\"refused\"}");
    }

    @Test
    void what_is_leased_is_used_first_and_counted_and_nothing_is_forgotten() {
        // Given
        String authorization = "Bearer " + newToken(newUser()).path("token").asText();
        int calls = 0;
        while (calls < 40) {
            assertThat(build(authorization).statusCode()).isEqualTo(200);
            calls++;
        }

        // When
        stopPostgres();
        HttpResponse<String> response = build(authorization);
        while (response.statusCode() == 200) {
            calls++;
            assertThat(remaining(response)).isEqualTo(5_000 - calls);
            response = build(authorization);
        }
        startPostgresAgain();

        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(calls).isBetween(41, 40 + MOST_LEASED);
        assertThat(remaining(build(authorization))).isBetween(5_000L - calls - 1 - MOST_LEASED, 5_000L - calls - 1);
    }

    @Test
    void what_was_leased_stays_used_when_postgresql_is_killed() {
        // Given
        String authorization = "Bearer " + newToken(newUser()).path("token").asText();
        long before = remaining(build(authorization));

        // When
        servers.postgres().kill();
        stopped = true;
        await().atMost(LIMIT).until(() -> !replicas.isReachable());
        startPostgresAgain();

        // Then
        assertThat(remaining(build(authorization))).isBetween(before - 1 - MOST_LEASED, before - 1);
    }

    private void stopPostgres() {
        servers.postgres().close();
        stopped = true;
    }

    private HttpResponse<String> build(String authorization) {
        return post("/v1/build-flows/7/builds", authorization, "{}");
    }

    private static long remaining(HttpResponse<String> response) {
        return response.headers().firstValueAsLong("X-RateLimit-Remaining").orElseThrow();
    }
}
