package dev.slipway.gateway.proxy;

import dev.slipway.gateway.exchange.Exchange;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
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
        exchange.request().resume();
        exchange.context().next();
    }
}
