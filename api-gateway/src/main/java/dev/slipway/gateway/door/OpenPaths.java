package dev.slipway.gateway.door;

import dev.slipway.dialects.ErrorCode;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.Refusals;
import dev.slipway.gateway.exchange.RequestTarget;
import dev.slipway.gateway.health.HealthzAnswer;
import dev.slipway.gateway.openapi.OpenApiAnswer;
import dev.slipway.gateway.proxy.OwnApi;
import dev.slipway.kit.identity.Principal;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's own pages that need no token and cost no quota: the health of the suite and the API description. Probes are open too;
 * the metrics are for this machine alone, since the port is public.
 */
@ApplicationScoped
class OpenPaths {

    private static final String PROBES = "/q/health";
    private static final String OPERATIONS = "/q/";
    private static final String API_DESCRIPTIONS = "/openapi";
    private static final String API_PAGE = "/openapi/ui";

    private final HealthzAnswer healthz;
    private final OpenApiAnswer openApi;
    private final MintedTokens mintedTokens;

    OpenPaths(HealthzAnswer healthz, OpenApiAnswer openApi, MintedTokens mintedTokens) {
        this.healthz = healthz;
        this.openApi = openApi;
        this.mintedTokens = mintedTokens;
    }

    /** Whether the path is one of these; if it is, the request is being answered. */
    boolean serve(Exchange exchange, RequestTarget target) {
        String path = target.path();
        boolean reads = exchange.method().equals("GET") || exchange.method().equals("HEAD");
        if (!reads) {
            return false;
        }
        if (path.equals("/healthz")) {
            exchange.request().resume();
            healthz.answer(exchange);
        } else if (path.startsWith(API_DESCRIPTIONS) && openApi.at(path).isPresent()) {
            PageHeaders.put(exchange.context());
            exchange.request().resume();
            openApi.answer(exchange, openApi.at(path).get());
        } else if (path.equals(API_PAGE) || path.startsWith(API_PAGE + "/")) {
            PageHeaders.put(exchange.context());
            OwnApi.serve(exchange, mintedTokens.of(Principal.anonymous(exchange.dialect())));
        } else if (path.startsWith(OPERATIONS) || path.equals(PROBES)) {
            serveOperations(exchange, path);
        } else {
            return false;
        }
        return true;
    }

    private static void serveOperations(Exchange exchange, String path) {
        boolean probe = path.equals(PROBES) || path.startsWith(PROBES + "/");
        if (probe || isFromThisMachine(exchange)) {
            exchange.request().resume();
            exchange.context().next();
        } else {
            Refusals.refuse(exchange, ErrorCode.NOT_FOUND, "nothing is served at this path");
        }
    }

    /** A proxy on this machine would make everybody local, but it says that it is one. */
    private static boolean isFromThisMachine(Exchange exchange) {
        SocketAddress address = exchange.request().remoteAddress();
        @Nullable String host = address == null ? null : address.hostAddress();
        boolean loopback =
                host != null && (host.startsWith("127.") || host.equals("::1") || host.equals("0:0:0:0:0:0:0:1"));
        return loopback
                && !exchange.request().headers().contains("X-Forwarded-For")
                && !exchange.request().headers().contains("Forwarded");
    }
}
