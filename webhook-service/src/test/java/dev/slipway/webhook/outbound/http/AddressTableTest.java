package dev.slipway.webhook.outbound.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kit.net.OutboundAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where webhooks may lead, address by address: the special-purpose registries of IANA for IPv4 and IPv6, and the forms of IPv6 that carry an
 * IPv4 address. Addresses of 32 hexadecimal digits are bytes as they are, since Java turns some literals into IPv4.
 */
class AddressTableTest {

    private final OutboundAddresses strict = new OutboundAddresses(false);
    private final OutboundAddresses laptop = new OutboundAddresses(true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.53",
                "127.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "192.168.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "198.18.0.1",
                "198.19.255.255",
                "::1",
                "fc00::1",
                "fd12:3456:789a::1",
                "fdff:ffff::1",
                "00000000000000000000ffff7f000001",
                "00000000000000000000ffff0a000001",
                "00000000000000000000ffffc0a80001",
                "00000000000000000000ffff64400001",
                "0000000000000000000000007f000001",
                "0000000000000000000000000a000001",
                "64:ff9b::7f00:1",
                "64:ff9b::a00:1",
                "64:ff9b::c0a8:1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "2002:c0a8:101::1",
                "2002:ac10:1::"
            })
    void theInsideIsReachedOnlyWhereTheInstallationAllowsIt(String text) throws UnknownHostException {
        // Given
        InetAddress address = address(text);

        // When Then
        assertThat(strict.isAllowed(address)).isFalse();
        assertThat(laptop.isAllowed(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "169.254.0.1",
                "169.254.169.254",
                "169.254.170.2",
                "192.0.0.1",
                "192.0.0.170",
                "192.0.2.1",
                "198.51.100.7",
                "203.0.113.200",
                "192.88.99.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "3fff::1",
                "5f00::1",
                "00000000000000000000ffffa9fea9fe",
                "000000000000000000000000a9fea9fe",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "64:ff9b:1::1"
            })
    void someAddressesAreReachedByNobody(String text) throws UnknownHostException {
        // Given
        InetAddress address = address(text);

        // When Then
        assertThat(strict.isAllowed(address)).isFalse();
        assertThat(laptop.isAllowed(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450:4001::200e",
                "64:ff9b::808:808",
                "2002:808:808::1",
                "00000000000000000000ffff08080808"
            })
    void thePublicInternetIsReachedByEverybody(String text) throws UnknownHostException {
        // Given
        InetAddress address = address(text);

        // When Then
        assertThat(strict.isAllowed(address)).isTrue();
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return text.length() == 32
                ? InetAddress.getByAddress(HexFormat.of().parseHex(text))
                : InetAddress.getByName(text);
    }
}
