package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RoutingTest extends GatewayTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/v1/nothing,               404, application/json,                 error_id,   not_found",
        "/%76%31/nothing,           404, application/json,                 error_id,   not_found",
        "/platform/v1/nothing,      404, application/problem+json,         code,       not_found",
        "/nothing,                  404, application/problem+json,         code,       not_found",
        "/api/repos,                404, text/plain; charset=utf-8, ,",
        "/v2/acme/nothing,          404, application/json,                 errors,",
        "/v3/nothing,               404, application/json,                 error_code, APIGW.0101",
        "/api/flow/nothing,         404, application/json; charset=utf-8,  success,    false",
        "/api/project/nothing,      200, application/json; charset=utf-8,  code,       10008",
        "/api/projects/nothing,     404, text/plain; charset=utf-8, ,"
    })
    void an_unknown_path_is_404_in_the_envelope_of_its_dialect(
            String path, int status, String contentType, String field, String value) {
        // When
        HttpResponse<String> response = get(path, ADMIN);

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(contentType);
        if (field != null) {
            assertThat(read(response).has(field)).isTrue();
        }
        if (value != null) {
            assertThat(read(response).path(field).asText()).isEqualTo(value);
        }
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT    | /v1/build-flows              | GET, HEAD",
                "DELETE | /api/repos/acme/app/builds   | GET, HEAD",
                "PATCH  | /platform/v1/tokens          | GET, HEAD, POST",
                "POST   | /v2/acme/app/tags/list       | GET, HEAD",
                "POST   | /platform/v1/tokens/1        | DELETE, GET, HEAD"
            })
    void a_known_path_with_another_method_is_405_and_names_those_that_it_has(String method, String path, String allow) {
        // When
        HttpResponse<String> response = send(
                request(path).header("Authorization", ADMIN).method(method, HttpRequest.BodyPublishers.ofString("{}")));

        // Then
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue(allow);
    }

    @Test
    void a_service_that_is_away_is_503_with_a_time_to_come_again() {
        // When
        HttpResponse<String> response = get("/platform/v1/deliveries", ADMIN);

        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(read(response).path("code").asText()).isEqualTo("unavailable");
        assertThat(read(response).path("detail").asText()).contains("webhook-service");
    }

    @Test
    void while_one_replica_is_away_the_others_answer_everything() {
        // Then
        for (int i = 0; i < 30; i++) {
            assertThat(get("/platform/v1/apps", ADMIN).statusCode()).isEqualTo(200);
        }
        assertThat(upstream.timesAsked()).isEqualTo(30);
        assertThat(send(request("/q/metrics")).body())
                .contains("slipway_gateway_upstream_addresses{service=\"app-service\"} 3.0")
                .contains("slipway_gateway_upstream_failures_total{kind=\"connect\",service=\"app-service\"}");
    }

    @Test
    void a_service_that_dies_before_it_answers_is_503_in_the_dialect() {
        // Given
        upstream.on("/v1/build-flows", exchange -> exchange.close());

        // When
        HttpResponse<String> response = get("/v1/build-flows", ADMIN);

        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(read(response).path("error_id").asText()).isEqualTo("service_unavailable");
    }

    @ParameterizedTest(name = "{0}: Retry-After {2}")
    @CsvSource({
        "GET, /platform/v1/apps, 1, try again",
        "POST, /platform/v1/apps, , may have been done",
        "PUT, /v2/acme/app/manifests/latest, , may have been done"
    })
    void what_a_service_may_have_done_is_asked_of_nobody_again(
            String method, String path, String retryAfter, String message) {
        // Given
        AtomicInteger calls = new AtomicInteger();
        upstream.on(path, exchange -> {
            calls.incrementAndGet();
            exchange.close();
        });

        // When
        HttpResponse<String> response = send(request(path)
                .header("Authorization", ADMIN)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString("{}")));

        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isEqualTo(Optional.ofNullable(retryAfter));
        assertThat(response.body()).contains(message);
        assertThat(calls).hasValue(1);
    }

    @Test
    void the_services_answer_passes_as_it_is() {
        // Given
        upstream.on(
                "/v1/build-flows/7",
                LocalUpstream.answer(406, "application/json", "{\"error_id\":\"not_acceptable\"}"));

        // When
        HttpResponse<String> response = get("/v1/build-flows/7", ADMIN);

        // Then
        assertThat(response.statusCode()).isEqualTo(406);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).isEqualTo("{\"error_id\":\"not_acceptable\"}");
    }

    @Test
    void an_answer_without_a_body_has_none() {
        // Given
        upstream.on("/platform/v1/flows/7", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });

        // When
        HttpResponse<String> response = delete("/platform/v1/flows/7", ADMIN);

        // Then
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Transfer-Encoding")).isEmpty();
    }

    @Test
    void head_is_answered_like_get_without_the_body() {
        // When
        HttpResponse<String> response = send(request("/v2/acme/app/manifests/latest")
                .header("Authorization", ADMIN)
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(upstream.lastAsked().method()).isEqualTo("HEAD");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_body_reaches_the_service_whether_or_not_it_says_its_length(boolean saysLength) {
        // Given
        byte[] body = "{\"branch\":\"main\"}".getBytes(StandardCharsets.UTF_8);
        HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofByteArray(body);

        // When
        HttpResponse<String> response = send(request("/v1/build-flows/7/builds")
                .header("Authorization", ADMIN)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(saysLength ? publisher : HttpRequest.BodyPublishers.fromPublisher(publisher)));

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(upstream.lastAsked().bodySha256())
                .isEqualTo(HexFormat.of().formatHex(LocalUpstream.sha256().digest(body)));
        assertThat(upstream.lastAsked().header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_body_beyond_the_bound_is_413(boolean saysLength) {
        // Given
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofByteArray(new byte[11 * 1024 * 1024]);

        // When
        HttpResponse<String> response = send(request("/v1/build-flows/7/builds")
                .header("Authorization", ADMIN)
                .POST(saysLength ? body : HttpRequest.BodyPublishers.fromPublisher(body)));

        // Then
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(read(response).path("error_id").asText()).isEqualTo("too_large");
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/v1/build-flows/7/builds | application/x-www-form-urlencoded | {\"branch\":\"main\",\"x\":\"a&b=c%20+\"}",
                "/v1/build-flows/7/builds | text/plain                        | {\"branch\":\"main\"}",
                "/platform/v1/apps        | application/x-www-form-urlencoded | payload=%7B%22ref%22%3A%22refs%2Fheads%2Fmain%22%7D&a=+b",
                "/platform/v1/apps        | multipart/form-data; boundary=x   | --x not even a form",
                "/v1/build-flows/7/builds | application/json                  | projectName=a%20b&operator=me&operator=you",
                "/v1/build-flows/7/builds | nonsense                          | \u00ff\u00fe"
            })
    void whatever_a_body_is_called_its_bytes_arrive(String path, String contentType, String text) {
        // Given
        byte[] body = text.getBytes(StandardCharsets.ISO_8859_1);

        // When
        HttpResponse<String> response = send(request(path)
                .header("Authorization", ADMIN)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(body))));

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(upstream.lastAsked().bodySha256())
                .isEqualTo(HexFormat.of().formatHex(LocalUpstream.sha256().digest(body)));
        assertThat(upstream.lastAsked().bodyBytes()).isEqualTo(body.length);
        assertThat(upstream.lastAsked().header("Content-Type")).isEqualTo(contentType);
    }

    @Test
    void a_request_with_a_cookie_changes_something_only_from_a_page_of_our_own() {
        // Given
        HttpRequest.Builder withCookie = request("/v1/build-flows/7/builds")
                .header("Authorization", ADMIN)
                .header("Cookie", "session=1")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        String own = "http://" + gateway.getHost() + ":" + gateway.getPort();

        // Then
        assertThat(send(withCookie.copy()).statusCode()).isEqualTo(403);
        assertThat(send(withCookie.copy().header("Origin", "https://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(withCookie.copy().header("Origin", "null")).statusCode())
                .isEqualTo(403);
        assertThat(upstream.timesAsked()).isZero();
        assertThat(send(withCookie.copy().header("Origin", own)).statusCode()).isEqualTo(200);
        assertThat(send(request("/v1/build-flows")
                                .header("Authorization", ADMIN)
                                .header("Cookie", "session=1"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void nobody_unknown_tells_where_a_request_comes_from() {
        // When
        send(request("/v1/build-flows")
                .header("Authorization", ADMIN)
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "evil.example")
                .header("Forwarded", "for=203.0.113.9;host=evil.example;proto=https"));

        // Then
        assertThat(upstream.lastAsked().header("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(upstream.lastAsked().header("Host")).startsWith(gateway.getHost());
        assertThat(upstream.lastAsked().has("X-Forwarded-Host")).isFalse();
        assertThat(upstream.lastAsked().has("Forwarded")).isFalse();
    }

    @Test
    void a_callers_request_id_comes_back_and_goes_on() {
        // When
        HttpResponse<String> response =
                send(request("/v1/build-flows").header("Authorization", ADMIN).header("X-Request-Id", "my-own.1"));

        // Then
        assertThat(response.headers().firstValue("X-Request-Id")).hasValue("my-own.1");
        assertThat(upstream.lastAsked().header("X-Request-Id")).isEqualTo("my-own.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/build-flows", "/v1/nothing", "/platform/v1/tokens", "/healthz", "/platform/v1/deliveries"})
    void every_answer_has_a_request_id_and_a_trace(String path) {
        // When
        HttpResponse<String> response = send(request(path).header("X-Request-Id", "not plausible"));

        // Then
        assertThat(response.headers().firstValue("X-Request-Id"))
                .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f-]{36}"));
        assertThat(response.headers().firstValue("traceparent"))
                .hasValueSatisfying(trace -> assertThat(trace).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}"));
    }

    @Test
    void a_callers_trace_goes_on_into_the_service() {
        // Given
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        // When
        send(request("/v1/build-flows")
                .header("Authorization", ADMIN)
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));

        // Then
        assertThat(upstream.lastAsked().header("traceparent"))
                .startsWith("00-" + trace + "-")
                .hasSize(55);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/../platform/v1/users",
                "/v1/%2e%2e/x",
                "/v1/build-flows%2f7",
                "/v1//build-flows",
                "/v1/build-flows;x=1"
            })
    void a_path_with_two_readings_goes_nowhere(String path) {
        // When
        HttpResponse<String> response = get(path, ADMIN);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(read(response).path("error_id").asText()).isEqualTo("invalid_param");
        assertThat(response.headers().firstValue("X-RateLimit-Limit")).isPresent();
        assertThat(upstream.timesAsked()).isZero();
    }

    @Test
    void inner_paths_of_a_service_are_nobodys_business() {
        // Then
        assertThat(get("/internal/health", ADMIN).statusCode()).isEqualTo(404);
        assertThat(send(request("/q/metrics").header("X-Forwarded-For", "203.0.113.9"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(send(request("/q/health/live")).statusCode()).isEqualTo(200);
    }
}
