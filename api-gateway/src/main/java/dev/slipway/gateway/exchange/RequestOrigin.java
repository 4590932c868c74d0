package dev.slipway.gateway.exchange;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Where a request comes from and what it asked for there: by its connection, or as a trusted proxy at the other end tells. Read when somebody asks. */
final class RequestOrigin {

    private final HttpServerRequest request;
    private final TrustedProxies proxies;
    private boolean toldKnown;
    private @Nullable ForwardedNode told;

    RequestOrigin(HttpServerRequest request, TrustedProxies proxies) {
        this.request = request;
        this.proxies = proxies;
    }

    /** {@code unknown} where the connection is gone. */
    String address() {
        ForwardedNode node = told();
        if (node != null && node.address() != null) {
            return node.address().getHostAddress();
        }
        SocketAddress address = request.remoteAddress();
        String host = address == null ? null : address.hostAddress();
        return host == null ? "unknown" : host;
    }

    /** {@code http} or {@code https}. */
    String scheme() {
        ForwardedNode node = told();
        String proto = node == null ? null : node.proto();
        if (proto != null && (proto.equals("http") || proto.equals("https"))) {
            return proto;
        }
        return request.isSSL() ? "https" : "http";
    }

    /** Host and port; empty if the client names none. */
    String authority() {
        ForwardedNode node = told();
        String host = node == null ? null : node.host();
        if (host != null && isAuthority(host)) {
            return host;
        }
        @Nullable HostAndPort authority = request.authority();
        return authority == null ? "" : authority.toString();
    }

    private @Nullable ForwardedNode told() {
        if (!toldKnown) {
            toldKnown = true;
            SocketAddress peer = proxies.isEmpty() ? null : request.remoteAddress();
            String literal = peer == null ? null : peer.hostAddress();
            InetAddress address = literal == null ? null : ForwardedNode.address(literal);
            told = address == null ? null : proxies.origin(address, request.headers());
        }
        return told;
    }

    private static boolean isAuthority(String host) {
        return !host.isEmpty()
                && host.chars().allMatch(c -> (c < 0x7f && Character.isLetterOrDigit(c)) || "-._~:[]".indexOf(c) >= 0);
    }
}
