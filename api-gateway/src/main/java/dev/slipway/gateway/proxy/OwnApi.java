package dev.slipway.gateway.proxy;

import dev.slipway.gateway.exchange.Exchange;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.util.List;

/** Hands a request to the gateway's own resources, as it would be handed to another service: with an internal token and nothing that only looks like one. */
public final class OwnApi {

    private OwnApi() {}

    /** @param internalToken by which the resources know who asks */
    public static void serve(Exchange exchange, String internalToken) {
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
        exchange.request().resume();
        exchange.context().next();
    }
}
