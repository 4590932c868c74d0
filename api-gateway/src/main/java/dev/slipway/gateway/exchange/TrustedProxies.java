package dev.slipway.gateway.exchange;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The proxies in front of the gateway that are believed: {@code slipway.gateway.trusted-proxies}, addresses and networks ({@code 10.0.0.0/8}), by default none. From one of them
 * {@code Forwarded} or {@code X-Forwarded-*} tells where a request began; from anybody else they are what a caller made up, and are dropped.
 */
@ApplicationScoped
public class TrustedProxies {

    /** Nobody is believed. */
    public static final TrustedProxies NONE = new TrustedProxies(Optional.empty());

    private static final String PROPERTY = "slipway.gateway.trusted-proxies";

    private final List<IpSubnetFilterRule> networks;

    public TrustedProxies(@ConfigProperty(name = PROPERTY) Optional<List<String>> networks) {
        this.networks =
                networks.orElse(List.of()).stream().map(TrustedProxies::network).toList();
    }

    boolean isEmpty() {
        return networks.isEmpty();
    }

    /**
     * Where a request began: reading from our end, the first address that is not a trusted proxy's. Whatever is hidden or cannot be read ends
     * the reading, and the proxy that told it counts. Where both headers are there and name different clients, one of them is made up, and neither is believed.
     *
     * @param peer that the connection comes from
     * @return null if the peer is no trusted proxy or tells nothing
     */
    @Nullable
    ForwardedNode origin(InetAddress peer, MultiMap headers) {
        if (!trusts(peer)) {
            return null;
        }
        List<String> forwarded = headers.getAll("Forwarded");
        List<String> forwardedFor = headers.getAll("X-Forwarded-For");
        ForwardedNode standard = forwarded.isEmpty() ? null : client(peer, ForwardedNode.ofForwarded(forwarded));
        ForwardedNode deFacto =
                forwardedFor.isEmpty() ? null : client(peer, ForwardedNode.ofForwardedFor(forwardedFor));
        if (standard != null && deFacto != null && !sameClient(standard, deFacto)) {
            return new ForwardedNode(peer, null, null);
        }
        ForwardedNode client =
                standard != null ? standard : deFacto != null ? deFacto : new ForwardedNode(peer, null, null);
        return new ForwardedNode(
                client.address(),
                client.proto() != null ? client.proto() : last(headers.getAll("X-Forwarded-Proto")),
                client.host() != null ? client.host() : last(headers.getAll("X-Forwarded-Host")));
    }

    private ForwardedNode client(InetAddress peer, List<ForwardedNode> way) {
        InetAddress known = peer;
        ForwardedNode nearest = way.get(way.size() - 1);
        for (int i = way.size() - 1; i >= 0; i--) {
            InetAddress address = way.get(i).address();
            if (address == null) {
                break;
            }
            known = address;
            if (!trusts(address)) {
                break;
            }
        }
        return new ForwardedNode(known, nearest.proto(), nearest.host());
    }

    private boolean trusts(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        for (IpSubnetFilterRule network : networks) {
            if (network.matches(socket)) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameClient(ForwardedNode one, ForwardedNode other) {
        return one.address() != null && one.address().equals(other.address());
    }

    private static @Nullable String last(List<String> values) {
        if (values.isEmpty()) {
            return null;
        }
        String value = values.get(values.size() - 1);
        return value.substring(value.lastIndexOf(',') + 1).strip();
    }

    private static IpSubnetFilterRule network(String text) {
        String network = text.strip();
        int slash = network.indexOf('/');
        String address = slash < 0 ? network : network.substring(0, slash);
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            throw mistake(text);
        }
        try {
            int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(network.substring(slash + 1));
            return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException e) {
            throw mistake(text);
        }
    }

    private static IllegalArgumentException mistake(String text) {
        List<String> examples = new ArrayList<>(List.of("10.0.0.0/8", "192.0.2.7", "2001:db8::/32"));
        return new IllegalArgumentException(PROPERTY + " must be a list of addresses and networks like "
                + String.join(", ", examples) + "; \"" + text + "\" is not one");
    }
}
