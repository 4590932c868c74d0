package dev.slipway.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretQueryTest {

    @ParameterizedTest(name = "{0} is recorded as {1}")
    @CsvSource({
        "access_token=s,                                access_token=-",
        "x=1&Access%5Ftoken=s&y=2,                      x=1&Access%5Ftoken=-&y=2",
        "access_token=s&access_token=t,                 access_token=-&access_token=-",
        "http://h/a?x=1&access_token=s#top,             http://h/a?x=1&access_token=-#top",
        "/a?%61ccess_token=s,                           /a?%61ccess_token=-",
        "/a?access_token=s?access_token=t,              /a?access_token=-",
        "/a?x=1,                                        /a?x=1",
        "/access_token=path,                            /access_token=path"
    })
    void a_span_shows_that_there_was_a_token_and_not_which(String address, String recorded) {
        // Then
        assertThat(SecretQuery.redacted(address)).isEqualTo(recorded);
    }
}
