package dev.slipway.gateway.proxy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What goes wrong between the gateway and the services, by service: addresses come and go, and are no labels. */
@Startup
@ApplicationScoped
public class UpstreamMetrics {

    /** Why a request got no answer from an address. */
    enum Failure {
        /** It could not be connected to; the request may have gone on to another address. */
        CONNECT,
        /** The connection ended before the answer. */
        NO_ANSWER,
        /** The answer did not begin in time. */
        ANSWER_LIMIT,
        /** A body stopped coming, or was not taken. */
        IDLE_LIMIT,
        /** No address was there that might be tried. */
        NO_ADDRESS
    }

    private final Map<String, Map<Failure, Counter>> failures = new HashMap<>();

    public UpstreamMetrics(MeterRegistry registry, Upstreams upstreams) {
        for (Upstream upstream : upstreams.all()) {
            String service = upstream.service();
            Map<Failure, Counter> counters = new EnumMap<>(Failure.class);
            for (Failure failure : Failure.values()) {
                counters.put(
                        failure,
                        registry.counter(
                                "slipway.gateway.upstream.failures",
                                "service",
                                service,
                                "kind",
                                failure.name().toLowerCase(Locale.ROOT)));
            }
            failures.put(service, counters);
            gauge(
                    registry,
                    "slipway.gateway.upstream.under.way",
                    upstream,
                    one -> one.addresses().underWay());
            gauge(
                    registry,
                    "slipway.gateway.upstream.addresses",
                    upstream,
                    one -> one.addresses().size());
            gauge(
                    registry,
                    "slipway.gateway.upstream.addresses.usable",
                    upstream,
                    one -> one.addresses().usable());
        }
    }

    /** In place of one that an earlier application of the same process has left behind, as in tests. */
    private static void gauge(
            MeterRegistry registry, String name, Upstream upstream, ToDoubleFunction<Upstream> value) {
        Gauge left = registry.find(name).tag("service", upstream.service()).gauge();
        if (left != null) {
            registry.remove(left);
        }
        Gauge.builder(name, upstream, value).tag("service", upstream.service()).register(registry);
    }

    void failed(Upstream upstream, Failure failure) {
        Map<Failure, Counter> counters = failures.get(upstream.service());
        Counter counter = counters == null ? null : counters.get(failure);
        if (counter != null) {
            counter.increment();
        }
    }
}
