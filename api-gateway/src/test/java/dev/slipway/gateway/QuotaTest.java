package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.gateway.quota.HourlyQuota;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class QuotaTest extends GatewayTest {

    @Inject
    HourlyQuota hourlyQuota;

    @BeforeEach
    void withinOneHour() {
        stayWithinOneHour();
    }

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
        "/api/project/list,          429, errMsg",
        "/api/projects,              429, "
    })
    void a_used_up_quota_is_refused_in_the_words_of_the_dialect(String path, int status, String field) {
        // Given
        String login = newUser();
        String token = newToken(login).path("token").asText();
        getAs(path, token);
        sql("UPDATE quota_window SET granted = 50000 WHERE subject = $1", "principal:" + login);
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
        sql("UPDATE quota_window SET granted = 50000 WHERE subject = $1", "principal:" + login);

        // When
        HttpResponse<String> build = post("/v1/build-flows/7/builds", authorization, "{\"branch\":\"main\"}");

        // Then
        assertThat(build.statusCode()).isEqualTo(200);
        assertThat(number(build, "X-RateLimit-Limit")).isEqualTo(5_000);
        assertThat(number(build, "X-RateLimit-Remaining")).isEqualTo(4_999);
    }

    @Test
    void a_token_may_have_a_limit_of_its_own() {
        // Given
        String login = newUser();
        HttpResponse<String> made = post(
                "/platform/v1/tokens",
                ADMIN,
                "{\"description\":\"slow\",\"user\":\"%s\",\"limits\":{\"read\":2}}".formatted(login));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String token = read(made).path("token").asText();

        // When
        HttpResponse<String> first = getAs("/v1/build-flows", token);
        HttpResponse<String> second = getAs("/v1/build-flows", token);
        HttpResponse<String> third = getAs("/v1/build-flows", token);
        HttpResponse<String> another =
                getAs("/v1/build-flows", newToken(login).path("token").asText());

        // Then
        assertThat(number(first, "X-RateLimit-Limit")).isEqualTo(2);
        assertThat(number(second, "X-RateLimit-Remaining")).isZero();
        assertThat(third.statusCode()).isEqualTo(403);
        assertThat(number(another, "X-RateLimit-Limit")).isEqualTo(50_000);
        assertThat(number(another, "X-RateLimit-Remaining")).isEqualTo(49_999);
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
        sql("UPDATE quota_window SET granted = 5000 WHERE subject LIKE 'address:%'");
        // What was leased before is used first.
        await().atMost(LIMIT)
                .until(() -> get("/v1/build-flows", "token slp_unknown").statusCode() == 403);

        // When
        HttpResponse<String> refused = get("/v1/build-flows", "token slp_unknown");
        HttpResponse<String> known = get("/v1/build-flows", ADMIN);

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(read(refused).path("error_id").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(known.statusCode()).isEqualTo(200);
        sql("DELETE FROM quota_window WHERE subject LIKE 'address:%'");
        hourlyQuota.giveBackAll().await().atMost(LIMIT);
        assertThat(get("/v1/build-flows", "token slp_unknown").statusCode()).isEqualTo(401);
    }

    @Test
    void what_remains_falls_by_one_with_each_call_however_many_leases_it_takes() {
        // Given
        String authorization = "Bearer " + newToken(newUser()).path("token").asText();

        for (int call = 1; call <= 200; call++) {
            // When
            HttpResponse<String> response = get("/v1/build-flows", authorization);

            // Then
            assertThat(number(response, "X-RateLimit-Remaining")).isEqualTo(50_000 - call);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "/platform/v1/flows, read, 50000",
        "/platform/v1/builds/00000000-0000-7000-8000-000000000000/log, log, 20000"
    })
    void native_answers_also_have_the_structured_fields_of_the_draft(String path, String apiClass, long limit) {
        // Given
        String authorization = "Bearer " + newToken(newUser()).path("token").asText();

        // When
        HttpResponse<String> response = get(path, authorization);

        // Then
        assertThat(response.headers().allValues("RateLimit-Policy"))
                .containsExactly("\"%s\";q=%d;w=3600".formatted(apiClass, limit));
        long seconds = number(response, "X-RateLimit-Reset") - Instant.now().getEpochSecond();
        assertThat(response.headers().allValues("RateLimit")).singleElement().satisfies(field -> {
            Matcher matcher = Pattern.compile("\"%s\";r=%d;t=(\\d+)".formatted(apiClass, limit - 1))
                    .matcher(field);
            assertThat(matcher.matches()).as(field).isTrue();
            assertThat(Long.parseLong(matcher.group(1))).isBetween(seconds - 1, seconds + 2);
        });
    }

    @Test
    void a_native_refusal_says_when_to_come_back_in_all_its_fields_alike() {
        // Given
        String login = newUser();
        String authorization = "Bearer " + newToken(login).path("token").asText();
        get("/platform/v1/flows", authorization);
        sql("UPDATE quota_window SET granted = 50000 WHERE subject = $1", "principal:" + login);

        // When
        HttpResponse<String> refused = get("/platform/v1/flows", authorization);

        // Then
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().allValues("RateLimit"))
                .containsExactly("\"read\";r=0;t=" + number(refused, "Retry-After"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/build-flows", "/api/repos/acme/app/builds", "/v2/acme/app/tags/list"})
    void other_dialects_have_no_fields_that_their_clients_do_not_know(String path) {
        // Given
        String authorization = "Bearer " + newToken(newUser()).path("token").asText();

        // When
        HttpResponse<String> response = get(path, authorization);

        // Then
        assertThat(response.headers().map()).doesNotContainKeys("ratelimit", "ratelimit-policy");
    }

    @Test
    void the_metrics_tell_of_leases_and_refusals_by_class_and_kind_alone() {
        // Given
        String login = newUser();
        String authorization = "Bearer " + newToken(login).path("token").asText();
        get("/v1/build-flows", authorization);
        sql("UPDATE quota_window SET granted = 50000 WHERE subject = $1", "principal:" + login);
        get("/v1/build-flows", authorization);

        // When
        String metrics = send(request("/q/metrics")).body();

        // Then
        assertThat(metrics)
                .contains("slipway_gateway_quota_leased_total{api_class=\"read\"}")
                .contains("slipway_gateway_quota_lease_seconds_count{api_class=\"read\",outcome=\"exhausted\"}")
                .contains("slipway_gateway_quota_refused_total{api_class=\"read\",subject=\"principal\"}")
                .containsPattern("slipway_gateway_replicas [1-9]")
                .doesNotContain(login);
    }

    @Test
    void a_new_hour_begins_with_the_whole_quota() {
        // Given
        String login = newUser();
        String authorization = "token " + newToken(login).path("token").asText();
        get("/v1/build-flows", authorization);
        sql(
                "UPDATE quota_window SET granted = 50000, window_start = window_start - interval '1 hour' WHERE subject = $1",
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
