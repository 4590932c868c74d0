package dev.slipway.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private static final TrustedProxies PROXIES =
            new TrustedProxies(Optional.of(List.of("10.0.0.0/8", " 192.0.2.7", "2001:db8::/32")));

    @ParameterizedTest(name = "from {0} with {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1    | 203.0.113.9                          | 203.0.113.9",
                "10.0.0.1    | 203.0.113.9, 10.0.0.2                | 203.0.113.9",
                "10.0.0.1    | 198.51.100.1, 203.0.113.9, 10.0.0.2  | 203.0.113.9",
                "10.0.0.1    | 10.0.0.3, 10.0.0.2                   | 10.0.0.3",
                "10.0.0.1    | unknown                              | 10.0.0.1",
                "10.0.0.1    | 203.0.113.9, unknown, 10.0.0.2       | 10.0.0.2",
                "10.0.0.1    | 203.0.113.9, nonsense                | 10.0.0.1",
                "192.0.2.7   | 203.0.113.9, 192.0.2.7               | 203.0.113.9",
                "2001:db8::1 | 2001:4860::8, 2001:db8::2            | 2001:4860:0:0:0:0:0:8",
                "2001:db8::1 | ::ffff:203.0.113.9                   | 203.0.113.9"
            })
    void the_client_is_the_last_address_that_is_no_trusted_proxy(String peer, String forwardedFor, String client)
            throws Exception {
        // When
        ForwardedNode usual =
                PROXIES.origin(InetAddress.getByName(peer), headers().add("X-Forwarded-For", forwardedFor));

        // Then
        assertThat(usual.address().getHostAddress()).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.1", "192.0.2.8", "127.0.0.1", "::1", "2001:db9::1"})
    void what_anybody_else_tells_is_dropped(String peer) throws Exception {
        // Then
        assertThat(PROXIES.origin(InetAddress.getByName(peer), headers().add("X-Forwarded-For", "203.0.113.9")))
                .isNull();
        assertThat(TrustedProxies.NONE.origin(
                        InetAddress.getByName(peer), headers().add("Forwarded", "for=203.0.113.9")))
                .isNull();
    }

    @Test
    void two_headers_that_disagree_are_believed_neither() throws Exception {
        // Given
        InetAddress peer = InetAddress.getByName("10.0.0.1");
        MultiMap made = headers().add("Forwarded", "for=198.51.100.1").add("X-Forwarded-For", "203.0.113.9");
        MultiMap same = headers().add("Forwarded", "for=203.0.113.9").add("X-Forwarded-For", "203.0.113.9");

        // Then
        assertThat(PROXIES.origin(peer, made).address()).isEqualTo(peer);
        assertThat(PROXIES.origin(peer, same).address().getHostAddress()).isEqualTo("203.0.113.9");
    }

    @ParameterizedTest(name = "{0}: {1} {2} {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "for=203.0.113.9;proto=https;host=ci.example                                | 203.0.113.9  | https | ci.example",
                "for=203.0.113.9;proto=https;host=ci.example, for=10.0.0.2;proto=http;host=in | 203.0.113.9  | https | ci.example",
                "for=198.51.100.1;proto=http;host=made.up, for=203.0.113.9, for=10.0.0.2;host=in | 203.0.113.9 | - | -",
                "for=10.0.0.3;proto=https;host=ci.example, for=10.0.0.2;proto=http          | 10.0.0.3     | https | ci.example",
                "for=203.0.113.9;host=made.up, for=unknown;proto=https;host=ci.example      | 10.0.0.1     | https | ci.example",
                "for=1.2.3.4;host=made.up, for=_x;proto=https;host=ci.example, for=10.0.0.2 | 10.0.0.2     | https | ci.example",
                "proto=https;host=ci.example                                                | 10.0.0.1     | https | ci.example"
            })
    void scheme_and_host_are_told_of_the_same_stop_as_the_address(
            String forwarded, String address, String proto, String host) throws Exception {
        // Given
        MultiMap headers = headers().add("Forwarded", forwarded).add("X-Forwarded-Host", "passed.on");

        // When
        ForwardedNode client = PROXIES.origin(InetAddress.getByName("10.0.0.1"), headers);

        // Then
        assertThat(client.address().getHostAddress()).isEqualTo(address);
        assertThat(client.proto()).isEqualTo(proto);
        assertThat(client.host()).isEqualTo(host);
    }

    @Test
    void in_the_usual_headers_too() throws Exception {
        // Given
        InetAddress peer = InetAddress.getByName("10.0.0.1");

        // When
        ForwardedNode appended = PROXIES.origin(
                peer,
                headers()
                        .add("X-Forwarded-For", "198.51.100.1, 203.0.113.9, 10.0.0.2")
                        .add("X-Forwarded-Proto", "made, https, http")
                        .add("X-Forwarded-Host", "made.up, ci.example, in"));
        ForwardedNode replaced = PROXIES.origin(
                peer,
                headers()
                        .add("X-Forwarded-For", "203.0.113.9, 10.0.0.2")
                        .add("X-Forwarded-Proto", "https")
                        .add("X-Forwarded-Host", "ci.example"));
        ForwardedNode without = PROXIES.origin(
                peer, headers().add("X-Forwarded-Proto", "https").add("X-Forwarded-Host", "made.up, ci.example"));

        // Then
        assertThat(appended).isEqualTo(new ForwardedNode(InetAddress.getByName("203.0.113.9"), "https", "ci.example"));
        assertThat(replaced).isEqualTo(appended);
        assertThat(without).isEqualTo(new ForwardedNode(peer, "https", "ci.example"));
    }

    @Test
    void of_two_headers_that_agree_on_the_client_only_what_both_say_is_believed() throws Exception {
        // Given
        MultiMap headers = headers()
                .add("Forwarded", "for=203.0.113.9;proto=https;host=made.up")
                .add("X-Forwarded-For", "203.0.113.9")
                .add("X-Forwarded-Proto", "https");

        // When
        ForwardedNode client = PROXIES.origin(InetAddress.getByName("10.0.0.1"), headers);

        // Then
        assertThat(client).isEqualTo(new ForwardedNode(InetAddress.getByName("203.0.113.9"), "https", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0", "::/129", ""})
    void anything_but_networks_stops_the_start(String network) {
        // Then
        assertThatThrownBy(() -> new TrustedProxies(Optional.of(List.of(network))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slipway.gateway.trusted-proxies");
    }

    private static MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap();
    }
}
