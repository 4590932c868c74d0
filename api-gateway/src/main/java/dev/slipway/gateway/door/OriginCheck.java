package dev.slipway.gateway.door;

import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.PublicAddress;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * A browser sends its cookies with every request, whichever page made it: one that changes something, or opens a websocket, is taken only from
 * a page of the platform itself, which its {@code Origin} shows (RFC 6454). Requests without cookies carry their credential on purpose.
 */
@ApplicationScoped
class OriginCheck {

    private final PublicAddress publicAddress;

    OriginCheck(PublicAddress publicAddress) {
        this.publicAddress = publicAddress;
    }

    /** Whether the request may go on. */
    boolean passes(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        if (!request.headers().contains(HttpHeaders.COOKIE) || isSafe(exchange)) {
            return true;
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null && origin.equalsIgnoreCase(publicAddress.origin(exchange));
    }

    private static boolean isSafe(Exchange exchange) {
        return switch (exchange.method()) {
            case "GET", "HEAD", "OPTIONS" -> !exchange.asksForWebsocket();
            default -> false;
        };
    }
}
