package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CallMetricsTest extends GatewayTest {

    private static final List<String> PREFIXES =
            List.of("/", "/v1/", "/v2/", "/v3/", "/api/", "/api/repos/", "/platform/v1/", "/v1/apps/", "/login/");
    private static final List<String> METHODS = List.of("GET", "POST", "PURGE", "OPTIONS");

    @Test
    void paths_methods_and_names_that_a_caller_makes_up_make_no_series() {
        // Given
        callEverywhere();
        long counted = calls();
        Set<String> before = series();

        // When
        callEverywhere();

        // Then
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(calls()).isGreaterThanOrEqualTo(counted + PREFIXES.size() * METHODS.size()));
        assertThat(series()).isEqualTo(before);
    }

    @Test
    void a_call_is_told_by_dialect_service_and_kind_of_outcome_and_nothing_else() {
        // Given
        get("/v1/build-flows/" + UUID.randomUUID(), ADMIN);

        // Then
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(series())
                                .filteredOn(series -> series.startsWith("slipway_gateway_calls_seconds_count"))
                                .isNotEmpty()
                                .allMatch(
                                        series -> series.matches(
                                                "[a-z_]+\\{dialect=\"[a-z-]+\",outcome=\"(\\dxx|broken)\",service=\"[a-z-]+\"}"))
                                .contains(
                                        "slipway_gateway_calls_seconds_count{dialect=\"daocloud\",outcome=\"2xx\",service=\"build-service\"}"));
    }

    private void callEverywhere() {
        for (String prefix : PREFIXES) {
            for (String method : METHODS) {
                String made = UUID.randomUUID().toString();
                send(request(prefix + made + "?" + made + "=" + made)
                        .header("Authorization", "Bearer " + made)
                        .header("User-Agent", made)
                        .method(method, HttpRequest.BodyPublishers.noBody()));
            }
        }
    }

    /** Of the gateway itself: names and labels, without values. */
    private Set<String> series() {
        return send(request("/q/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith("slipway_"))
                .map(line -> line.split(" ", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private long calls() {
        return send(request("/q/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith("slipway_gateway_calls_seconds_count"))
                .mapToLong(line -> Math.round(Double.parseDouble(line.split(" ", 3)[1])))
                .sum();
    }
}
