package dev.slipway.gateway.proxy;

import dev.slipway.gateway.exchange.PublicAddress;
import jakarta.enterprise.context.ApplicationScoped;

/** What every forwarding goes by. */
@ApplicationScoped
public class ForwardingRules {

    private final TimeLimits limits;
    private final BodyLimits bodyLimits;
    private final UpstreamMetrics metrics;
    private final PublicAddress publicAddress;

    public ForwardingRules(
            TimeLimits limits, BodyLimits bodyLimits, UpstreamMetrics metrics, PublicAddress publicAddress) {
        this.publicAddress = publicAddress;
        this.limits = limits;
        this.bodyLimits = bodyLimits;
        this.metrics = metrics;
    }

    TimeLimits limits() {
        return limits;
    }

    BodyLimits bodyLimits() {
        return bodyLimits;
    }

    PublicAddress publicAddress() {
        return publicAddress;
    }

    UpstreamMetrics metrics() {
        return metrics;
    }
}
