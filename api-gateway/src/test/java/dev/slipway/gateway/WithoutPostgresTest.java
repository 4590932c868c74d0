package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.testkit.InjectServers;
import dev.slipway.testkit.TestServers;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WithoutPostgresTest extends GatewayTest {

    @InjectServers
    TestServers servers;

    private boolean stopped;

    @AfterEach
    void startPostgresAgain() {
        if (stopped) {
            servers.startPostgres();
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
        HttpResponse<String> before = get("/v1/build-flows", ADMIN);
        assertThat(before.statusCode()).isEqualTo(200);

        // When
        servers.postgres().close();
        stopped = true;

        // Then
        HttpResponse<String> read = get("/v1/build-flows", ADMIN);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.headers().firstValue("X-RateLimit-Remaining"))
                .isEqualTo(before.headers().firstValue("X-RateLimit-Remaining"));

        HttpResponse<String> written = post("/v1/build-flows/7/builds", ADMIN, "{}");
        assertThat(written.statusCode()).isEqualTo(503);
        assertThat(written.headers().firstValue("Retry-After")).isPresent();
        assertThat(written.headers().firstValue("X-RateLimit-Limit")).isPresent();

        HttpResponse<String> stranger = get("/v1/build-flows", unseen);
        assertThat(stranger.statusCode()).isEqualTo(503);
        assertThat(read(stranger).path("error_id").asText()).isEqualTo("service_unavailable");

        assertThat(send(request("/q/health/ready")).statusCode()).isEqualTo(200);
        assertThat(send(request("/healthz")).body()).contains("postgresql");
        assertThat(send(request("/q/metrics")).body()).contains("slipway_gateway_quota_uncounted");
    }
}
