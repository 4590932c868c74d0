package dev.slipway.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedNodeTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "for=192.0.2.60                                          | 192.0.2.60",
                "for=192.0.2.60;proto=http;by=203.0.113.43               | 192.0.2.60",
                "proto=https;For=192.0.2.60                              | 192.0.2.60",
                "for=192.0.2.43, for=198.51.100.17                       | 192.0.2.43 198.51.100.17",
                "for=\"192.0.2.60:4711\"                                 | 192.0.2.60",
                "for=192.0.2.60:4711                                     | 192.0.2.60",
                "for=\"[2001:db8:cafe::17]\"                             | 2001:db8:cafe:0:0:0:0:17",
                "for=\"[2001:db8:cafe::17]:4711\"                        | 2001:db8:cafe:0:0:0:0:17",
                "for=\"[2001:db8:cafe::17]:_port\"                       | 2001:db8:cafe:0:0:0:0:17",
                "for=unknown                                             | -",
                "for=_hidden, for=198.51.100.17                          | - 198.51.100.17",
                "for=\"_a,b;c\", for=198.51.100.17                       | - 198.51.100.17",
                "for=\"\\1\\92.0.2.60\"                                  | 192.0.2.60",
                "by=203.0.113.43                                         | -",
                "for=192.0.2.60;for=198.51.100.17                        | 198.51.100.17",
                "for=\"192.0.2.60                                        | 192.0.2.60",
                "for=\"                                                  | -",
                ",                                                       | - -",
                "for=999.0.2.60                                          | -",
                "for=example.org                                         | -"
            })
    void the_standard_header_is_read(String value, String addresses) {
        // Then
        assertThat(text(ForwardedNode.ofForwarded(List.of(value)))).isEqualTo(addresses);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.60                              | 192.0.2.60",
                "192.0.2.60, 198.51.100.17               | 192.0.2.60 198.51.100.17",
                "192.0.2.60:4711                         | 192.0.2.60",
                "2001:db8::17                            | 2001:db8:0:0:0:0:0:17",
                "[2001:db8::17]                          | 2001:db8:0:0:0:0:0:17",
                "[2001:db8::17]:4711                     | 2001:db8:0:0:0:0:0:17",
                "::ffff:192.0.2.60                       | 192.0.2.60",
                "unknown, 192.0.2.60                     | - 192.0.2.60",
                "fe80::1%eth0                            | -",
                "192.0.2.60:                             | -",
                "[192.0.2.60]                            | -",
                "[2001:db8::17                           | -",
                "[2001:db8::17]x                         | -",
                "1.2.3                                   | -",
                "0x7f.0.0.1                              | -",
                "192.0.2.60,                             | 192.0.2.60 -"
            })
    void the_usual_header_is_read(String value, String addresses) {
        // Then
        assertThat(text(usual(value))).isEqualTo(addresses);
    }

    @Test
    void several_headers_are_one_list() {
        // Then
        assertThat(text(usual("192.0.2.1", "192.0.2.2, 192.0.2.3"))).isEqualTo("192.0.2.1 192.0.2.2 192.0.2.3");
        assertThat(text(ForwardedNode.ofForwarded(List.of("for=192.0.2.1", "for=192.0.2.2,for=192.0.2.3"))))
                .isEqualTo("192.0.2.1 192.0.2.2 192.0.2.3");
    }

    @Test
    void scheme_and_host_come_along() {
        // When
        ForwardedNode node = ForwardedNode.ofForwarded(List.of("for=192.0.2.1;proto=HTTPS;host=\"a.example:8443\""))
                .get(0);

        // Then
        assertThat(node.proto()).isEqualTo("https");
        assertThat(node.host()).isEqualTo("a.example:8443");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "example.org:80", "", " ", ":", "[]", "[:]", "a:b:c:d", "%", "1.2.3.4.5", "-1"})
    void nothing_is_looked_up(String node) {
        // Then
        assertThat(ForwardedNode.address(node)).isNull();
    }

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1                       | https              | https",
                "192.0.2.1, 192.0.2.2            | https, http        | https http",
                "192.0.2.1, 192.0.2.2            | HTTPS              | https https",
                "192.0.2.1                       | http, https        | https",
                "192.0.2.1, 192.0.2.2, 192.0.2.3 | https, http        | https https http",
                "192.0.2.1, 192.0.2.2            | made, https, http  | https http"
            })
    void in_the_usual_headers_what_stands_at_the_same_place_belongs_together(
            String addresses, String protos, String expected) {
        // When
        List<ForwardedNode> nodes = ForwardedNode.ofUsual(List.of(addresses), List.of(protos), List.of());

        // Then
        assertThat(nodes.stream().map(ForwardedNode::proto).collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    private static List<ForwardedNode> usual(String... values) {
        return ForwardedNode.ofUsual(List.of(values), List.of(), List.of());
    }

    private static String text(List<ForwardedNode> nodes) {
        return nodes.stream()
                .map(node -> {
                    InetAddress address = node.address();
                    return address == null ? "-" : address.getHostAddress();
                })
                .collect(Collectors.joining(" "));
    }
}
