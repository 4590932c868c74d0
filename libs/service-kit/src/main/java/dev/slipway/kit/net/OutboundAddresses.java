package dev.slipway.kit.net;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Which addresses a service may connect to on behalf of a user's URL. To be asked with the address that is about to be connected to,
 * after the name was resolved: a name that resolves differently the next time then gains nothing.
 *
 * <p>Refused unless {@code slipway.allow-loopback} is set (which allows loopback and private networks, for a laptop's own receivers): whatever is not a
 * public unicast address by the IANA special-purpose registries, and IPv6 forms that carry such an IPv4 address inside.
 */
@ApplicationScoped
public class OutboundAddresses {

    private static final List<Network> NEVER = networks(
            "0.0.0.0/8",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/128",
            // IPv4-translated (RFC 2765): leads to an IPv4 address that the network chooses.
            "::ffff:0:0:0/96",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16");

    private static final List<Network> INSIDE = networks(
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "198.18.0.0/15",
            "::1/128",
            "fc00::/7");

    private static final Network MAPPED = Network.parse("::ffff:0:0/96");
    private static final Network COMPATIBLE = Network.parse("::/96");
    private static final Network NAT64 = Network.parse("64:ff9b::/96");
    private static final Network NAT64_LOCAL = Network.parse("64:ff9b:1::/48");
    private static final Network SIX_TO_FOUR = Network.parse("2002::/16");

    private final boolean allowInside;

    public OutboundAddresses(
            @ConfigProperty(name = "slipway.allow-loopback", defaultValue = "false") boolean allowInside) {
        this.allowInside = allowInside;
    }

    public boolean isAllowed(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            if (NAT64_LOCAL.contains(bytes)) {
                return false;
            }
            int embedded = embeddedIpv4At(bytes);
            if (embedded >= 0 && !isIpv6Loopback(bytes)) {
                return isAllowedBytes(java.util.Arrays.copyOfRange(bytes, embedded, embedded + 4));
            }
        }
        return isAllowedBytes(bytes);
    }

    /** @throws ForbiddenAddressException if it must not be connected to */
    public void check(InetAddress address) throws ForbiddenAddressException {
        if (!isAllowed(address)) {
            throw new ForbiddenAddressException(
                    address.getHostAddress()
                            + " is not a public address; allow it by slipway.allow-loopback if this installation may reach its own network");
        }
    }

    private boolean isAllowedBytes(byte[] bytes) {
        if (NEVER.stream().anyMatch(network -> network.contains(bytes))) {
            return false;
        }
        return allowInside || INSIDE.stream().noneMatch(network -> network.contains(bytes));
    }

    /** Where an IPv6 address carries an IPv4 one that it leads to; -1 if it does not. */
    private static int embeddedIpv4At(byte[] bytes) {
        if (MAPPED.contains(bytes) || NAT64.contains(bytes) || COMPATIBLE.contains(bytes)) {
            return 12;
        }
        return SIX_TO_FOUR.contains(bytes) ? 2 : -1;
    }

    private static boolean isIpv6Loopback(byte[] bytes) {
        for (int i = 0; i < 15; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[15] == 1;
    }

    private static List<Network> networks(String... texts) {
        return java.util.Arrays.stream(texts).map(Network::parse).toList();
    }

    private record Network(byte[] prefix, int bits) {

        static Network parse(String text) {
            String[] parts = text.split("/");
            try {
                // A literal: nothing is looked up. Java turns a mapped literal into an IPv4 address, so it is spelled
                // out below.
                byte[] bytes = text.equals("::ffff:0:0/96")
                        ? new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 0, 0, 0, 0}
                        : InetAddress.getByName(parts[0]).getAddress();
                return new Network(bytes, Integer.parseInt(parts[1]));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(text, e);
            }
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            int whole = bits / 8;
            for (int i = 0; i < whole; i++) {
                if (address[i] != prefix[i]) {
                    return false;
                }
            }
            int rest = bits % 8;
            return rest == 0 || ((address[whole] ^ prefix[whole]) & (0xff << (8 - rest))) == 0;
        }
    }
}
