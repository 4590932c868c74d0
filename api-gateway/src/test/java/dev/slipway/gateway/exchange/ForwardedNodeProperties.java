package dev.slipway.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class ForwardedNodeProperties {

    private static final TrustedProxies PROXIES = new TrustedProxies(Optional.of(List.of("10.0.0.0/8")));

    @Property
    void whatever_a_caller_puts_in_front_changes_nothing_behind_an_honest_proxy(
            @ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 60) String madeUp)
            throws UnknownHostException {
        // Given
        InetAddress proxy = InetAddress.getByName("10.0.0.1");
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-For", madeUp + ", 203.0.113.9");

        // When
        ForwardedNode client = PROXIES.origin(proxy, headers);

        // Then
        assertThat(client.address().getHostAddress()).isEqualTo("203.0.113.9");
    }

    @Property
    void whatever_stands_in_the_standard_header_is_read_to_its_end(
            @ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 60) String text) {
        // Then
        assertThat(ForwardedNode.ofForwarded(List.of(text))).isNotEmpty();
    }
}
