package dev.slipway.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import org.junit.jupiter.api.Test;

class HeaderNamesTest {

    private final HeaderNames names = HeaderNames.of("host", "connection", "x-request-id", "te");

    @Test
    void a_name_is_known_in_any_case_and_form() {
        // Then
        assertThat(names.contains("Host")).isTrue();
        assertThat(names.contains("CONNECTION")).isTrue();
        assertThat(names.contains(AsciiString.of("X-Request-ID"))).isTrue();
        assertThat(names.contains("TE")).isTrue();
    }

    @Test
    void what_only_resembles_one_is_not() {
        // Then
        assertThat(names.contains("hosts")).isFalse();
        assertThat(names.contains("x_request_id")).isFalse();
        assertThat(names.contains("")).isFalse();
    }
}
