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
import java.util.Objects;
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
     * Where a request began: reading from our end, the first stop that is not a trusted proxy's. Whatever is hidden or cannot be read ends the reading, and
     * counts as the address of the proxy that told it. Scheme and host are those that the same stop is told with: what the client asked for, and not what one proxy asked the next.
     *
     * <p>A proxy keeps {@code Forwarded} or {@code X-Forwarded-For}, and may pass the other on as the caller made it up. Where both are there only what both say
     * alike is believed; where {@code Forwarded} stands alone {@code X-Forwarded-Proto} and {@code -Host} are not looked at.
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
        if (standard != null && forwardedFor.isEmpty()) {
            return standard;
        }
        ForwardedNode usual = client(
                peer,
                ForwardedNode.ofUsual(
                        forwardedFor, headers.getAll("X-Forwarded-Proto"), headers.getAll("X-Forwarded-Host")));
        return standard == null ? usual : believed(peer, standard, usual);
    }

    private static ForwardedNode believed(InetAddress peer, ForwardedNode standard, ForwardedNode usual) {
        return Objects.equals(standard.address(), usual.address())
                ? new ForwardedNode(
                        standard.address(), both(standard.proto(), usual.proto()), both(standard.host(), usual.host()))
                : new ForwardedNode(peer, null, null);
    }

    private ForwardedNode client(InetAddress peer, List<ForwardedNode> way) {
        InetAddress toldBy = peer;
        for (int i = way.size() - 1; i >= 0; i--) {
            ForwardedNode stop = way.get(i);
            InetAddress address = stop.address();
            if (address == null || i == 0 || !trusts(address)) {
                return new ForwardedNode(address == null ? toldBy : address, stop.proto(), stop.host());
            }
            toldBy = address;
        }
        return new ForwardedNode(peer, null, null);
    }

    private static @Nullable String both(@Nullable String one, @Nullable String other) {
        return Objects.equals(one, other) ? one : null;
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
