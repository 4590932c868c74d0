package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(BurstTest.TightLimits.class)
class BurstTest extends GatewayTest {

    private static final int BURST = 60;

    /** So slow that no test machine is slower. */
    public static final class TightLimits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "slipway.gateway.burst.token.per-second",
                    "1",
                    "slipway.gateway.burst.token.burst",
                    String.valueOf(BURST),
                    "slipway.gateway.burst.address.per-second",
                    "1",
                    "slipway.gateway.burst.address.burst",
                    String.valueOf(BURST));
        }
    }

    @BeforeEach
    void withinOneHour() {
        stayWithinOneHour();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "/v1/build-flows,            403, error_id",
        "/platform/v1/flows,         429, code",
        "/api/repos/acme/app/builds, 429, ",
        "/v2/acme/app/tags/list,     429, errors",
        "/v3/pipelines/unknown,      429, error_code",
        "/api/flow/application/list, 429, success",
        "/api/project/list,          429, errMsg",
        "/api/projects,              429, "
    })
    void who_calls_too_fast_is_refused_in_the_words_of_the_dialect_and_keeps_its_quota(
            String path, int status, String field) {
        // Given
        String token = newToken(newUser()).path("token").asText();

        // When
        Burst burst = untilRefused(() -> getAs(path, token), status);

        // Then
        assertThat(burst.served()).isGreaterThanOrEqualTo(BURST);
        HttpResponse<String> refused = burst.refused();
        assertThat(number(refused, "Retry-After")).isBetween(1L, 2L);
        assertThat(number(refused, "X-RateLimit-Limit")).isEqualTo(50_000);
        assertThat(number(refused, "X-RateLimit-Remaining")).isEqualTo(50_000 - burst.served());
        if (field != null) {
            assertThat(read(refused).has(field)).isTrue();
        }
        assertThat(refused.body()).contains("too many calls at once");
    }

    @Test
    void natively_the_fields_name_the_policy_that_refused() {
        // Given
        String authorization = "Bearer " + newToken(newUser()).path("token").asText();

        // When
        HttpResponse<String> refused = untilRefused(() -> get("/platform/v1/flows", authorization), 429)
                .refused();

        // Then
        assertThat(refused.headers().allValues("RateLimit-Policy"))
                .containsExactly("\"read\";q=50000;w=3600, \"burst\";q=60;w=60");
        assertThat(refused.headers().allValues("RateLimit"))
                .containsExactly("\"burst\";r=0;t=" + number(refused, "Retry-After"));
    }

    @Test
    void another_token_of_the_same_user_is_not_slowed_and_neither_by_what_its_address_does_without_it() {
        // Given
        String login = newUser();
        String fast = "Bearer " + newToken(login).path("token").asText();
        String slow = "Bearer " + newToken(login).path("token").asText();
        untilRefused(() -> get("/v1/build-flows", fast), 403);

        // When
        HttpResponse<String> other = get("/v1/build-flows", slow);
        Burst anonymous = untilRefused(() -> get("/v1/build-flows", "token slp_unknown"), 403);
        HttpResponse<String> known = get("/v1/build-flows", slow);

        // Then
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(number(anonymous.refused(), "X-RateLimit-Limit")).isEqualTo(5_000);
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(send(request("/q/metrics")).body())
                .contains("slipway_gateway_burst_refused_total{client=\"token\"}")
                .contains("slipway_gateway_burst_refused_total{client=\"address\"}");
    }

    /** @param served calls before the refused one */
    record Burst(int served, HttpResponse<String> refused) {}

    private static Burst untilRefused(Supplier<HttpResponse<String>> call, int status) {
        for (int served = 0; served < 100 * BURST; served++) {
            HttpResponse<String> response = call.get();
            if (response.statusCode() == status) {
                return new Burst(served, response);
            }
        }
        throw new AssertionError("never refused");
    }

    private static long number(HttpResponse<?> response, String header) {
        return response.headers().firstValueAsLong(header).orElseThrow();
    }
}
