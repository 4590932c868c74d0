package dev.slipway.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicLocationTest {

    @ParameterizedTest(name = "{0} becomes {2} below \"{1}\"")
    @CsvSource({
        "http://10.0.0.7:8083/v2/a,            '',       https://ci.example/v2/a",
        "http://ci.example/v2/a?x=1,           '',       https://ci.example/v2/a?x=1",
        "https://CI.example/v2/a,              '',       https://ci.example/v2/a",
        "http://10.0.0.7:8083,                 '',       https://ci.example",
        "http://10.0.0.7:80831/v2/a,           '',       http://10.0.0.7:80831/v2/a",
        "https://elsewhere.example/a,          '',       https://elsewhere.example/a",
        "//elsewhere.example/a,                '',       //elsewhere.example/a",
        "/v2/a,                                '',       /v2/a",
        "v2/a,                                 '',       v2/a",
        "/v2/a,                                /slipway, /slipway/v2/a",
        "/slipway/v2/a,                        /slipway, /slipway/v2/a",
        "http://10.0.0.7:8083/v2/a,            /slipway, https://ci.example/slipway/v2/a",
        "http://ci.example/slipway/v2/a,       /slipway, https://ci.example/slipway/v2/a"
    })
    void a_service_that_names_itself_names_the_platform(String location, String prefix, String published) {
        // Then
        assertThat(PublicLocation.of(location, "10.0.0.7:8083", "ci.example", "https://ci.example" + prefix, prefix))
                .isEqualTo(published);
    }
}
