package dev.slipway.build.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://Example.com/a/b.git, HTTP, example.com, 80",
        "https://git.example.com:8443/a%20b, HTTPS, git.example.com, 8443",
        "https://[2001:db8::1]/a, HTTPS, 2001:db8::1, 443",
        "http://127.0.0.1:3000/a, HTTP, 127.0.0.1, 3000",
        "file:///srv/git/a.git, FILE, '', 0",
    })
    void readsWhereItLeads(String text, SourceUrl.Scheme scheme, String host, int port) {
        // Given, When
        SourceUrl url = SourceUrl.parse(text);

        // Then
        assertThat(url.scheme()).isEqualTo(scheme);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a url",
                "/srv/git/a",
                "ssh://git@example.com/a",
                "git@example.com:a/b",
                "ext::sh -c touch% /tmp/pwned",
                "http://user:secret@example.com/a",
                "https://token@example.com/a",
                "http://example.com",
                "http:///a",
                "http://example.com:0/a",
                "http://example.com:70000/a",
                "http://example.com/a?b",
                "http://example.com/a#b",
                "http://0177.0.0.1/a",
                "http://0x7f.1/a",
                "http://127.1/a",
                "http://2130706433/a",
                "http://256.0.0.1/a",
                "http://example.com./a",
                "http://[fe80::1%25eth0]/a",
                "http://-example.com/a",
                "http://example.com/a%0ab",
                "http://example.com/a\"b",
                "file://example.com/srv/git/a",
                "--upload-pack=touch",
            })
    void refusesWhatGitAndJavaCouldReadDifferently(String text) {
        // Given a URL that is never fetched

        // When, Then
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> SourceUrl.parse(text))
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(SourceException.Kind.INVALID));
    }

    @Test
    void neverRepeatsASecretInItsMessage() {
        // Given, When, Then
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> SourceUrl.parse("http://user:hunter2@example.com/a"))
                .withMessage("the source URL must not hold credentials");
    }
}
