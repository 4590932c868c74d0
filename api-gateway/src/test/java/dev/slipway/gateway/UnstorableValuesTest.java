package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What JSON and URLs can say and PostgreSQL cannot hold is a caller's mistake, not a failure of ours. */
@QuarkusTest
class UnstorableValuesTest extends GatewayTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/platform/v1/tokens | {\"description\":\"a\\u0000b\"}",
                "/platform/v1/tokens | {\"description\":\"a\",\"user\":\"a\\u0000b\"}",
                "/platform/v1/tokens | {\"description\":\"a\",\"scopes\":[\"a\\u0000b\"]}",
                "/platform/v1/tokens | {\"description\":\"a\",\"expires_at\":\"+10000-01-01T00:00:00Z\"}",
                "/platform/v1/tokens | {\"description\":\"a\",\"expires_at\":\"+294277-01-01T00:00:00Z\"}",
                "/platform/v1/tokens | {\"description\":\"a\",\"expires_at\":\"+999999999-12-31T23:59:59Z\"}",
                "/platform/v1/users  | {\"login\":\"a\\u0000b\"}",
                "/platform/v1/users  | {\"login\":\"bob\",\"tenants\":{\"a\\u0000b\":\"admin\"}}",
                "/platform/v1/users  | {\"login\":\"bob\",\"tenants\":{\"acme\":\"a\\u0000b\"}}",
            })
    void in_a_body_is_400(String path, String body) {
        // When
        HttpResponse<String> response = post(path, ADMIN, body);

        // Then
        assertRefused(response);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/platform/v1/tokens?user=%00",
                "/platform/v1/tokens?cursor=%00",
                "/platform/v1/tokens?limit=%00",
                "/platform/v1/users?cursor=%00"
            })
    void in_a_query_is_400(String path) {
        // When
        HttpResponse<String> response = get(path, ADMIN);

        // Then
        assertRefused(response);
    }

    private void assertRefused(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(read(response).path("code").asText()).isEqualTo("invalid");
    }
}
