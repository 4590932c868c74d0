package dev.slipway.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kit.error.SlipwayException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest(name = "{0} means {1}")
    @CsvSource({
        "/v1/apps,                       /v1/apps",
        "/v1/%61pps,                     /v1/apps",
        "/v1/a%7Eb%2D,                   /v1/a~b-",
        "/v1/%c3%a4,                     /v1/%C3%A4",
        "/v1/a%20b,                      /v1/a%20b",
        "/v2/,                           /v2/",
        "/v2/a/manifests/sha256:0f,      /v2/a/manifests/sha256:0f",
        "/,                              /",
        "http://example.org/v1/apps?x=1, /v1/apps",
        "http://example.org,             /"
    })
    void a_path_has_one_spelling(String uri, String path) {
        // When
        RequestTarget target = RequestTarget.parse(uri);

        // Then
        assertThat(target.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/../platform/v1/users",
                "/v1/./apps",
                "/v1/..",
                "/v1/%2e%2e/x",
                "/v1/.%2E/x",
                "/v1/a%2fb",
                "/v1/a%2Fb",
                "/v1/a%5cb",
                "/v1//apps",
                "//v1/apps",
                "/v1/apps;x=1",
                "/v1/apps%3bx=1",
                "/v1/a%00b",
                "/v1/a%0d%0ab",
                "/v1/a%7fb",
                "/v1/a\\b",
                "/v1/a%",
                "/v1/a%2",
                "/v1/a%zz",
                "/v1/a#b",
                "/v1/a\tb",
                "/v1/\u00e4",
                "*",
                "",
                "v1/apps"
            })
    void a_path_with_two_readings_is_refused(String uri) {
        // Then
        assertThatThrownBy(() -> RequestTarget.parse(uri)).isInstanceOf(SlipwayException.class);
    }

    @ParameterizedTest(name = "{0} with Host {1}")
    @CsvSource({
        "/v1/apps, x y",
        "/v1/apps, x/y",
        "/v1/apps, user@x",
        "/v1/apps, 'x,y'",
        "http://a/v1/apps, b",
        "http://a:80/v1/apps, a:81",
        "http://user@a/v1/apps, a"
    })
    void a_request_that_names_two_hosts_or_none_is_refused(String uri, String host) {
        // Then
        assertThatThrownBy(() -> RequestTarget.checkHost(uri, List.of(host))).isInstanceOf(SlipwayException.class);
        assertThatThrownBy(() -> RequestTarget.checkHost(uri, List.of("a", "a")))
                .isInstanceOf(SlipwayException.class);
        assertThatThrownBy(() -> RequestTarget.checkHost(uri, List.of())).isInstanceOf(SlipwayException.class);
    }

    @ParameterizedTest(name = "{0} with Host {1}")
    @CsvSource({
        "/v1/apps, example.org",
        "/v1/apps, [2001:db8::1]:8080",
        "/v1/apps, ''",
        "http://Example.org:80/v1/apps, example.org:80",
        "/v1/apps?next=http://a/, b"
    })
    void a_request_that_names_one_host_passes(String uri, String host) {
        // Then
        assertThatCode(() -> RequestTarget.checkHost(uri, List.of(host))).doesNotThrowAnyException();
    }

    @Test
    void the_query_is_passed_on_as_it_came() {
        // When
        RequestTarget target = RequestTarget.parse("/v1/apps?a=%2f..&b&c=//x;y");

        // Then
        assertThat(target.uri()).isEqualTo("/v1/apps?a=%2f..&b&c=//x;y");
    }

    @ParameterizedTest(name = "{0} goes on as {1}")
    @CsvSource({
        "/a?access_token=s,             /a",
        "/a?x=1&access_token=s,         /a?x=1",
        "/a?access_token=s&x=1,         /a?x=1",
        "/a?x=1&access_token=s&y=2,     /a?x=1&y=2",
        "/a?%61ccess_token=s&x=1,       /a?x=1",
        "/a?x=1&access%5Ftoken=s,       /a?x=1",
        "/a?x=1&access%5ftok%65n=s,     /a?x=1",
        "/a?Access_Token=s&x=1,         /a?x=1",
        "/a?%41CCESS_TOKEN=s&x=1,       /a?x=1",
        "/a?access_token=s&x=1&access_token=t&%61ccess_token=u, /a?x=1",
        "/a?access_token&x=1,           /a?x=1",
        "/a?x=access_token=s,           /a?x=access_token=s",
        "/a?x=1&&access_token=s&&y=2,   /a?x=1&&&y=2",
        "/a?access_token%=1,            /a?access_token%=1",
        "/a?access_tokens=1,            /a?access_tokens=1",
        "/a?my_access_token_=1,         /a?my_access_token_=1",
        "/a?,                           /a"
    })
    void a_token_in_the_query_goes_no_further(String uri, String forwarded) {
        // When
        RequestTarget target = RequestTarget.parse(uri);

        // Then
        assertThat(target.uri()).isEqualTo(forwarded);
    }
}
