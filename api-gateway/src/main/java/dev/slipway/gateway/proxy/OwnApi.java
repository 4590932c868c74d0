package dev.slipway.gateway.proxy;

import dev.slipway.dialects.ErrorCode;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.Framing;
import dev.slipway.gateway.exchange.Refusals;
import dev.slipway.kit.error.SlipwayException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.util.List;

/** Hands a request to the gateway's own resources, as it would be handed to another service: with an internal token and nothing that only looks like one. */
public final class OwnApi {

    private OwnApi() {}

    /** @param internalToken by which the resources know who asks */
    public static void serve(Exchange exchange, String internalToken) {
        // Quarkus takes over no request of HTTP/2 that has been read; of that the bound is Quarkus' to tell.
        boolean http2 = exchange.request().version() == HttpVersion.HTTP_2;
        if (exchange.heldBody() != null || http2 || !Framing.isOfUnknownLength(exchange.request())) {
            hand(exchange, internalToken);
            return;
        }
        // Read here, where its bound can be told in the dialect: further on it would be an error of ours.
        exchange.wholeBody((int) BodyLimits.OWN_API)
                .subscribe()
                .with(
                        whole -> hand(exchange, internalToken),
                        why -> Refusals.refuseAndClose(
                                exchange,
                                why instanceof SlipwayException known ? known.code() : ErrorCode.INVALID,
                                String.valueOf(why.getMessage())));
    }

    private static void hand(Exchange exchange, String internalToken) {
        MultiMap headers = exchange.request().headers();
        List<String> internal =
                headers.names().stream().filter(ForwardedHeaders::isInternal).toList();
        internal.forEach(headers::remove);
        headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + internalToken);
        headers.set(Exchange.REQUEST_ID, exchange.requestId());
        Buffer held = exchange.heldBody();
        if (held != null) {
            // It was read already, to check its signature; resources find it where a body handler would have left it.
            ((RoutingContextInternal) exchange.context()).setBody(held);
        }
        exchange.resume();
        exchange.context().next();
    }
}
