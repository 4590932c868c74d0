package dev.slipway.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredAddressTest {

    private static final String PROPERTY = "slipway.gateway.upstreams.build-service";

    @Test
    void a_list_is_several_addresses() {
        // Then
        assertThat(ConfiguredAddress.parse(PROPERTY, "http://a.example:8081, http://10.0.0.7:81/ ,http://[::1]:82"))
                .containsExactly(
                        new ConfiguredAddress("a.example", 8081),
                        new ConfiguredAddress("10.0.0.7", 81),
                        new ConfiguredAddress("::1", 82));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://a",
                "a:8081",
                "https://a:8081",
                "http://a:8081,",
                "http://a:8081/path",
                "http://a:8081?x",
                "http://user@a:8081",
                "http://a:port",
                "http:// a:81"
            })
    void anything_else_stops_the_start_and_names_the_property(String text) {
        // Then
        assertThatThrownBy(() -> ConfiguredAddress.parse(PROPERTY, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PROPERTY);
    }
}
