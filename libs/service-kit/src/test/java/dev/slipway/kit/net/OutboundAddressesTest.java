package dev.slipway.kit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundAddressesTest {

    private final OutboundAddresses strict = new OutboundAddresses(false);
    private final OutboundAddresses laptop = new OutboundAddresses(true);

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
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450:4001:800::200e",
                "2001:4860:4860::8888",
                "2620:fe::fe",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1",
                "::ffff:8.8.8.8",
                "fb00::1"
            })
    void aPublicAddressIsAllowed(String address) throws UnknownHostException {
        assertThat(strict.isAllowed(InetAddress.getByName(address))).isTrue();
        assertThat(laptop.isAllowed(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "127.0.0.0",
                "10.0.0.0",
                "10.255.255.255",
                "172.16.0.0",
                "172.31.255.255",
                "192.168.0.1",
                "192.168.255.255",
                "100.64.0.0",
                "100.100.100.200",
                "100.127.255.255",
                "198.18.0.1",
                "198.19.255.255",
                "::1",
                "fc00::1",
                "fd00:ec2::254",
                "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "::ffff:127.0.0.1",
                "::ffff:10.1.2.3",
                "::127.0.0.1",
                "::10.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "2002:c0a8:101::1"
            })
    void anInsideAddressIsAllowedOnlyOnALaptop(String address) throws UnknownHostException {
        assertThat(strict.isAllowed(InetAddress.getByName(address))).isFalse();
        assertThat(laptop.isAllowed(InetAddress.getByName(address))).isTrue();
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
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "198.51.100.1",
                "203.0.113.255",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "3fff::1",
                "5f00::1",
                "64:ff9b:1::1",
                "64:ff9b:1::8.8.8.8",
                "64:ff9b::169.254.169.254",
                "::ffff:169.254.169.254",
                "::169.254.169.254",
                "2002:a9fe:a9fe::1",
                "::ffff:0:127.0.0.1",
                "::ffff:0:8.8.8.8"
            })
    void whatIsNoAddressOfAHostIsNeverAllowed(String address) throws UnknownHostException {
        assertThat(strict.isAllowed(InetAddress.getByName(address))).isFalse();
        assertThat(laptop.isAllowed(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void anAddressWithAZoneIsJudgedByItsBytes() throws UnknownHostException {
        byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();

        // When, Then
        assertThat(strict.isAllowed(java.net.Inet6Address.getByAddress("host", linkLocal, 1)))
                .isFalse();
    }

    @Test
    void aNameThatResolvedToAnInsideAddressIsRefusedWithTheAddress() throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress("evil.example.org", new byte[] {127, 0, 0, 1});

        // When, Then
        assertThatThrownBy(() -> strict.check(address))
                .isInstanceOf(ForbiddenAddressException.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageContaining("slipway.allow-loopback");
    }
}
