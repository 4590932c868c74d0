package dev.slipway.webhook.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kit.error.SlipwayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example",
                "https://hooks.example/a?b=c",
                "HTTPS://hooks.example:8443/",
                "http://127.0.0.1:9000/hook",
                "http://[2001:db8::1]:80/",
                "https://xn--bcher-kva.example/"
            })
    void whatCanBePostedToIsTaken(String text) {
        // When Then
        assertThat(EndpointUrl.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://hooks.example/, http",
        "file:///etc/passwd, http",
        "javascript:alert(1), http",
        "hooks.example/path, http",
        "'', http",
        "//hooks.example/, http",
        "http://, URL",
        "http:///path, host",
        "http:opaque, host",
        "http://user:password@hooks.example/, password",
        "http://token@hooks.example/, password",
        "http://hooks.example/#top, fragment",
        "http://hooks.example:0/, port",
        "http://hooks.example:70000/, port",
        "http://bücher.example/, ASCII",
        "http://a b.example/, URL",
        "'http://hooks.example/\r\nX-Evil: 1', URL",
    })
    void whatCannotIsRefusedWithWhatToMend(String text, String hint) {
        // When Then
        assertThatThrownBy(() -> EndpointUrl.parse(text))
                .isInstanceOf(SlipwayException.class)
                .hasMessageStartingWith("url: ")
                .hasMessageContaining(hint);
    }

    @Test
    void aUrlIsBounded() {
        // When Then
        assertThatThrownBy(() -> EndpointUrl.parse("http://hooks.example/" + "a".repeat(2048)))
                .hasMessageContaining("2048");
    }
}
