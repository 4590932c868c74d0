package dev.slipway.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedHeadersTest {

    private final MultiMap from = MultiMap.caseInsensitiveMultiMap();
    private final MultiMap to = MultiMap.caseInsensitiveMultiMap();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "X-Slipway-Principal",
                "x-slipway-anything",
                "Forwarded",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Forwarded-Proto",
                "X-Real-Ip",
                "traceparent",
                "X-Request-Id",
                "cd_token",
                "X-Auth-Token",
                "Connection",
                "Keep-Alive",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "Proxy-Authorization",
                "Proxy-Connection",
                "Expect"
            })
    void a_caller_cannot_send_this_header_through(String name) {
        // Given
        from.add(name, "mine");

        // When
        ForwardedHeaders.copyRequest(from, to);

        // Then
        assertThat(to.names()).isEmpty();
    }

    @Test
    void other_headers_pass_with_all_their_values() {
        // Given
        from.add("Accept", "a").add("Accept", "b").add("Content-Length", "7").add("Idempotency-Key", "k");

        // When
        ForwardedHeaders.copyRequest(from, to);

        // Then
        assertThat(to.getAll("Accept")).containsExactly("a", "b");
        assertThat(to.get("Content-Length")).isEqualTo("7");
        assertThat(to.get("Idempotency-Key")).isEqualTo("k");
    }

    @Test
    void what_connection_names_ends_with_the_connection_but_never_the_length() {
        // Given
        from.add("Connection", "keep-alive, X-Mine, Content-Length")
                .add("X-Mine", "1")
                .add("X-Other", "2")
                .add("Content-Length", "7");

        // When
        ForwardedHeaders.copyRequest(from, to);

        // Then
        assertThat(to.names()).containsExactlyInAnyOrder("X-Other", "Content-Length");
    }

    @Test
    void a_service_cannot_speak_for_the_gateway() {
        // Given
        from.add("X-RateLimit-Remaining", "1")
                .add("X-Request-Id", "theirs")
                .add("Set-Cookie", "a=1")
                .add("Set-Cookie", "b=2")
                .add("Location", "/v2/x");

        // When
        ForwardedHeaders.copyResponse(from, to);

        // Then
        assertThat(to.names()).containsExactlyInAnyOrder("Set-Cookie", "Location");
        assertThat(to.getAll("Set-Cookie")).containsExactly("a=1", "b=2");
    }
}
