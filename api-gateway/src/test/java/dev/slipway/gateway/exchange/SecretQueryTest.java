package dev.slipway.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretQueryTest {

    @ParameterizedTest(name = "{0} is recorded as {1}")
    @CsvSource({
        "access_token=s,                             access_token=-",
        "x=1&Access%5Ftoken=s&y=2,                   x=1&Access%5Ftoken=-",
        "access_token=s&access_token=t,              access_token=-",
        "x=1;access_token=s,                         x=1;access_token=-",
        "=access_token=s,                            =access_token=-",
        "access_token,                               access_token=-",
        "redirect=/a?b=c&access_token=s,             redirect=/a?b=c&access_token=-",
        "redirect=/a?access_token=s,                 redirect=/a?access_token=-",
        "color=#fff&access_token=s,                  color=#fff&access_token=-",
        "x=#access_token=s,                          x=#access_token=-",
        "access_token=a&b?c#d,                       access_token=-",
        "x=1&y=access_token,                         x=1&y=access_token",
        "x=1&my_access_token=s,                      x=1&my_access_token=s",
        "'',                                         ''"
    })
    void a_query_in_a_span_shows_that_there_was_a_token_and_not_which(String query, String recorded) {
        // Then
        assertThat(SecretQuery.redactedQuery(query)).isEqualTo(recorded);
    }

    @ParameterizedTest(name = "{0} is recorded as {1}")
    @CsvSource({
        "http://h/a?x=1&access_token=s#top,          http://h/a?x=1&access_token=-",
        "/a?%61ccess_token=s,                        /a?%61ccess_token=-",
        "/a?access_token=s?access_token=t,           /a?access_token=-",
        "/a?to=/b?access_token=s,                    /a?to=/b?access_token=-",
        "/a?x;access_token=s,                        /a?x;access_token=-",
        "/a?x=1,                                     /a?x=1",
        "/access_token=path,                         /access_token=path",
        "access_token=path,                          access_token=path"
    })
    void so_does_an_address(String address, String recorded) {
        // Then
        assertThat(SecretQuery.redactedAddress(address)).isEqualTo(recorded);
    }

    @ParameterizedTest(name = "{0} goes on as {1}; believed: {2}")
    @CsvSource({
        "access_token=s,                             '',         s",
        "x;access_token=s,                           x,          s",
        "access_token=s;x=1&y,                       x=1&y,      s",
        "a=1;Access_Token=s%2Bt+u;b=2&c,             a=1;b=2&c,  s+t u",
        "a&access%5ftoken=s&access_token=t&b,        a&b,        s/t",
        "==access_token=s&x,                         x,          s",
        "access_token&x,                             x,          ''",
        "access_token=%zz,                           '',         %zz",
        "x=access_token,                             x=access_token, ",
        "&;&access_token=s&;,                        &;&;,       s"
    })
    void what_is_believed_is_what_is_taken_out(String query, String goesOn, String believed) {
        // Then
        assertThat(SecretQuery.without(query)).isEqualTo(goesOn);
        assertThat(SecretQuery.values(query))
                .isEqualTo(believed == null ? List.of() : List.of(believed.split("/", -1)));
    }
}
