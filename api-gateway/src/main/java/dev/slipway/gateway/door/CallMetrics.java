package dev.slipway.gateway.door;

import dev.slipway.gateway.exchange.Exchange;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;

/** Times every call by dialect, service and kind of outcome: labels whose number does not grow with what callers send. */
@ApplicationScoped
class CallMetrics {

    private final MeterRegistry registry;

    CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param service that the call is for; {@code none} where nobody serves the path */
    void watch(Exchange exchange, String service) {
        Timer.Sample sample = Timer.start(registry);
        exchange.onOver(ended -> sample.stop(registry.timer(
                "slipway.gateway.calls",
                "dialect",
                exchange.dialect().word(),
                "service",
                service,
                "outcome",
                ended.failed() ? "broken" : exchange.response().getStatusCode() / 100 + "xx")));
    }
}
