package dev.slipway.gateway.door;

import dev.slipway.gateway.cors.CrossOrigin;
import dev.slipway.gateway.exchange.ConnectionEnd;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.Framing;
import dev.slipway.gateway.exchange.PublicAddress;
import dev.slipway.gateway.exchange.RequestTarget;
import dev.slipway.gateway.exchange.TrustedProxies;
import dev.slipway.kit.error.SlipwayException;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * What every request comes over before anything is decided about it: it gets its names, has one reading, and is told whether pages of other origins may see its
 * answer.
 */
@ApplicationScoped
class Threshold {

    private final TrustedProxies proxies;
    private final PublicAddress publicAddress;
    private final CrossOrigin crossOrigin;

    Threshold(TrustedProxies proxies, PublicAddress publicAddress, CrossOrigin crossOrigin) {
        this.proxies = proxies;
        this.publicAddress = publicAddress;
        this.crossOrigin = crossOrigin;
    }

    /** Takes a request over. Null if it came behind the last one of its connection, which is being closed: nobody answers it. */
    @Nullable
    Exchange begin(RoutingContext context) {
        if (ConnectionEnd.isBehind(context.request())) {
            context.request().connection().close();
            return null;
        }
        Exchange exchange = Exchange.begin(context, proxies, publicAddress);
        // Nothing of the body is read before somebody wants it.
        exchange.request().pause();
        crossOrigin.tell(exchange);
        return exchange;
    }

    /**
     * What is asked for.
     *
     * @throws SlipwayException (invalid) if the path, the host or the end of the body has more than one reading
     */
    RequestTarget read(Exchange exchange) {
        RequestTarget target = exchange.target();
        Framing.check(exchange);
        return target;
    }

    /** Whether it was a browser's question about another request, and has been answered. */
    boolean answersPreflight(Exchange exchange) {
        return crossOrigin.answersPreflight(exchange);
    }
}
