package dev.slipway.gateway.proxy;

import dev.slipway.dialects.ApiClass;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.RequestTarget;

/**
 * A request that may go to its service.
 *
 * @param target what is asked for
 * @param upstream the service
 * @param apiClass of its route
 * @param internalToken by which the service knows who asks
 */
public record Call(
        Exchange exchange, RequestTarget target, Upstream upstream, ApiClass apiClass, String internalToken) {}
