package dev.slipway.gateway.quota;

import dev.slipway.dialects.ApiClass;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * What an operator sees of the quotas. The labels are the API class and words of ours: their number does not grow with callers.
 *
 * <ul>
 *   <li>{@code slipway.gateway.quota.lease} {@code {api_class, outcome}}: how long PostgreSQL took for a lease that was granted, found the hour used up
 *       ({@code exhausted}) or failed
 *   <li>{@code slipway.gateway.quota.leased}, {@code .given.back} {@code {api_class}}: units
 *   <li>{@code slipway.gateway.quota.refused} {@code {api_class, subject}}: calls beyond the quota of a principal, token or address
 *   <li>{@code slipway.gateway.quota.uncounted} {@code {api_class, outcome}}: calls that could not be counted, and passed or were refused as configured
 * </ul>
 */
@ApplicationScoped
public class QuotaMetrics {

    private static final String API_CLASS = "api_class";
    private static final String OUTCOME = "outcome";

    private final MeterRegistry registry;

    public QuotaMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void leased(ApiClass apiClass, LeaseAsk ask, LeaseGrant grant, long nanos) {
        boolean exhausted = grant.units() < ask.waiting() || grant.granted() >= ask.limit();
        lease(apiClass, exhausted ? "exhausted" : "granted", nanos);
        registry.counter("slipway.gateway.quota.leased", API_CLASS, apiClass.word())
                .increment(grant.units());
    }

    void leaseFailed(ApiClass apiClass, long nanos) {
        lease(apiClass, "failed", nanos);
    }

    void givenBack(ApiClass apiClass, long units) {
        registry.counter("slipway.gateway.quota.given.back", API_CLASS, apiClass.word())
                .increment(units);
    }

    /** A call was refused because the quota is used up. */
    public void refused(QuotaSubject subject) {
        registry.counter(
                        "slipway.gateway.quota.refused",
                        API_CLASS,
                        subject.apiClass().word(),
                        "subject",
                        subject.kind().word())
                .increment();
    }

    /** A call could not be counted. */
    public void uncounted(QuotaSubject subject, boolean passed) {
        registry.counter(
                        "slipway.gateway.quota.uncounted",
                        API_CLASS,
                        subject.apiClass().word(),
                        OUTCOME,
                        passed ? "passed" : "refused")
                .increment();
    }

    private void lease(ApiClass apiClass, String outcome, long nanos) {
        registry.timer("slipway.gateway.quota.lease", API_CLASS, apiClass.word(), OUTCOME, outcome)
                .record(Duration.ofNanos(nanos));
    }
}
