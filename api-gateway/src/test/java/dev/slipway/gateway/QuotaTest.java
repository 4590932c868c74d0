package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class QuotaTest extends GatewayTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/v1/build-flows",
        "/platform/v1/flows",
        "/platform/v1/tokens",
        "/api/repos/acme/app/builds",
        "/v2/acme/app/tags/list"
    })
    void each_answer_shows_the_quota_and_each_call_takes_one(String path) {
        // Given
        String login = newUser();
        String authorization = "Bearer " + newToken(login).path("token").asText();

        // When
        HttpResponse<String> first = get(path, authorization);
        HttpResponse<String> second = get(path, authorization);

        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(number(first, "X-RateLimit-Limit")).isEqualTo(50_000);
        assertThat(number(first, "X-RateLimit-Remaining")).isEqualTo(49_999);
        assertThat(number(second, "X-RateLimit-Remaining")).isEqualTo(49_998);
        Instant reset = Instant.ofEpochSecond(number(first, "X-RateLimit-Reset"));
        assertThat(reset).isAfter(Instant.now()).isBefore(Instant.now().plus(Duration.ofMinutes(61)));
        assertThat(reset.getEpochSecond() % 3600).isZero();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "/v1/build-flows,            403, error_id",
        "/platform/v1/flows,         429, code",
        "/platform/v1/tokens,        429, code",
        "/api/repos/acme/app/builds, 429, ",
        "/v2/acme/app/tags/list,     429, errors",
        "/v3/pipelines/unknown,      429, error_code",
        "/api/flow/application/list, 429, success",
        "/api/project/list,          200, errMsg",
        "/api/projects,              429, "
    })
    void a_used_up_quota_is_refused_in_the_words_of_the_dialect(String path, int status, String field) {
        // Given
        String login = newUser();
        String token = newToken(login).path("token").asText();
        getAs(path, token);
        sql("UPDATE quota_window SET used = 50000 WHERE subject = $1", "principal:" + login);
        upstream.reset();

        // When
        HttpResponse<String> refused = getAs(path, token);

        // Then
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(number(refused, "X-RateLimit-Limit")).isEqualTo(50_000);
        assertThat(number(refused, "X-RateLimit-Remaining")).isZero();
        assertThat(number(refused, "Retry-After")).isBetween(1L, 3600L);
        assertThat(number(refused, "X-RateLimit-Reset"))
                .isGreaterThan(Instant.now().getEpochSecond());
        if (field != null) {
            assertThat(read(refused).has(field)).isTrue();
        }
        assertThat(upstream.timesAsked()).isZero();
    }

    @Test
    void classes_of_calls_have_quotas_of_their_own() {
        // Given
        String login = newUser();
        String authorization = "token " + newToken(login).path("token").asText();
        get("/v1/build-flows", authorization);
        sql("UPDATE quota_window SET used = 50000 WHERE subject = $1", "principal:" + login);

        // When
        HttpResponse<String> build = post("/v1/build-flows/7/builds", authorization, "{\"branch\":\"main\"}");

        // Then
        assertThat(build.statusCode()).isEqualTo(200);
        assertThat(number(build, "X-RateLimit-Limit")).isEqualTo(5_000);
        assertThat(number(build, "X-RateLimit-Remaining")).isEqualTo(4_999);
    }

    @Test
    void all_tokens_of_a_user_share_its_quota() {
        // Given
        String login = newUser();
        get("/v1/build-flows", "token " + newToken(login).path("token").asText());

        // When
        HttpResponse<String> other =
                get("/v1/build-flows", "token " + newToken(login).path("token").asText());

        // Then
        assertThat(number(other, "X-RateLimit-Remaining")).isEqualTo(49_998);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"/v1/build-flows, 401", "/platform/v1/flows, 401", "/v1/nothing, 404", "/v2/, 401"})
    void who_is_not_known_uses_the_quota_of_the_address(String path, int status) {
        // When
        HttpResponse<String> first = get(path, "token slp_unknown");
        HttpResponse<String> second = get(path, "token slp_unknown");

        // Then
        assertThat(first.statusCode()).isEqualTo(status);
        assertThat(number(first, "X-RateLimit-Limit")).isEqualTo(5_000);
        assertThat(number(second, "X-RateLimit-Remaining")).isEqualTo(number(first, "X-RateLimit-Remaining") - 1);
    }

    @Test
    void an_address_that_has_tried_too_many_tokens_is_told_to_wait() {
        // Given
        get("/v1/build-flows", "token slp_unknown");
        sql("UPDATE quota_window SET used = 5000 WHERE subject LIKE 'address:%'");

        // When
        HttpResponse<String> refused = get("/v1/build-flows", "token slp_unknown");
        HttpResponse<String> known = get("/v1/build-flows", ADMIN);

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(read(refused).path("error_id").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(known.statusCode()).isEqualTo(200);
        sql("DELETE FROM quota_window WHERE subject LIKE 'address:%'");
    }

    @Test
    void a_new_hour_begins_with_the_whole_quota() {
        // Given
        String login = newUser();
        String authorization = "token " + newToken(login).path("token").asText();
        get("/v1/build-flows", authorization);
        sql(
                "UPDATE quota_window SET used = 50000, window_start = window_start - interval '1 hour' WHERE subject = $1",
                "principal:" + login);

        // When
        HttpResponse<String> response = get("/v1/build-flows", authorization);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(number(response, "X-RateLimit-Remaining")).isEqualTo(49_999);
    }

    private static long number(HttpResponse<?> response, String header) {
        return response.headers()
                .firstValueAsLong(header)
                .orElseThrow(() -> new AssertionError(
                        "no " + header + " in " + response.headers().map()));
    }
}
