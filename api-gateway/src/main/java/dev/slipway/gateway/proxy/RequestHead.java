package dev.slipway.gateway.proxy;

import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.PublicAddress;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;

/** What a service is told of a request before its body. */
final class RequestHead {

    private RequestHead() {}

    static void write(Exchange exchange, PublicAddress publicAddress, String internalToken, HttpClientRequest request) {
        ForwardedHeaders.copyRequest(exchange.request().headers(), request.headers());
        // The name by which the caller knows the platform: services make absolute addresses of it.
        String authority = publicAddress.authority(exchange);
        if (!authority.isEmpty()) {
            request.putHeader(HttpHeaders.HOST, authority);
        }
        request.putHeader("X-Forwarded-Proto", publicAddress.scheme(exchange));
        if (publicAddress.isConfigured()) {
            request.putHeader("X-Forwarded-Host", authority);
        }
        if (!publicAddress.prefix().isEmpty()) {
            request.putHeader("X-Forwarded-Prefix", publicAddress.prefix());
        }
        request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + internalToken)
                .putHeader(Exchange.REQUEST_ID, exchange.requestId())
                .putHeader(Exchange.TRACEPARENT, exchange.traceparent());
    }
}
