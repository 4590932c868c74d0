package dev.slipway.gateway.door;

import dev.slipway.dialects.ErrorCode;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.Refusals;
import dev.slipway.gateway.quota.BurstClient;
import dev.slipway.gateway.quota.BurstDecision;
import dev.slipway.gateway.quota.BurstLimit;
import dev.slipway.gateway.quota.HourlyQuota;
import dev.slipway.gateway.quota.QuotaDecision;
import dev.slipway.gateway.quota.QuotaLimits;
import dev.slipway.gateway.quota.QuotaMetrics;
import dev.slipway.gateway.quota.QuotaSubject;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Counts a call and says so on its answer: first against the burst limit of its client, which costs nothing of the hour's quota when it refuses, then
 * against the quota. A call that cannot be counted, because PostgreSQL is away and nothing is leased, passes or is refused as {@code
 * slipway.gateway.quota.without-postgres} says for its class.
 */
@ApplicationScoped
class CountedCall {

    private final HourlyQuota quota;
    private final BurstLimit bursts;
    private final QuotaLimits limits;
    private final QuotaMetrics metrics;

    CountedCall(HourlyQuota quota, BurstLimit bursts, QuotaLimits limits, QuotaMetrics metrics) {
        this.quota = quota;
        this.bursts = bursts;
        this.limits = limits;
        this.metrics = metrics;
    }

    /** Whether the call may go on; if not, it has been answered. */
    Uni<Boolean> count(Exchange exchange, BurstClient client, QuotaSubject subject) {
        BurstDecision burst = bursts.take(client);
        if (!burst.granted()) {
            refuseBurst(exchange, subject, burst);
            return Uni.createFrom().item(false);
        }
        return quota.take(subject)
                .emitOn(exchange.executor())
                .map(decision -> within(exchange, subject, decision))
                .onFailure(HourlyQuota::isUnavailable)
                .recoverWithItem(() -> uncounted(exchange, subject));
    }

    /** Shows the quota as it was last known, without counting: for a call that PostgreSQL's absence ends. */
    void showLastKnown(Exchange exchange, QuotaSubject subject) {
        RateLimitFields.show(exchange, subject.apiClass(), quota.lastKnown(subject));
    }

    private void refuseBurst(Exchange exchange, QuotaSubject subject, BurstDecision burst) {
        RateLimitFields.showBurst(exchange, subject.apiClass(), quota.lastKnown(subject), burst);
        exchange.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(burst.retryAfterSeconds()));
        Refusals.refuse(
                exchange,
                ErrorCode.QUOTA_EXCEEDED,
                "too many calls at once: " + burst.perSecond() + " per second may go on");
    }

    private boolean within(Exchange exchange, QuotaSubject subject, QuotaDecision decision) {
        RateLimitFields.show(exchange, subject.apiClass(), decision);
        if (!decision.granted()) {
            metrics.refused(subject);
            exchange.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(decision.secondsToReset()));
            Refusals.refuse(
                    exchange,
                    ErrorCode.QUOTA_EXCEEDED,
                    "the quota of " + decision.limit() + " calls in this hour is used up");
        }
        return decision.granted();
    }

    private boolean uncounted(Exchange exchange, QuotaSubject subject) {
        boolean passes = limits.withoutPostgres().of(subject.apiClass()) == QuotaLimits.Uncounted.OPEN;
        metrics.uncounted(subject, passes);
        showLastKnown(exchange, subject);
        if (!passes) {
            Refusals.refuse(exchange, ErrorCode.UNAVAILABLE, "this call cannot be counted at the moment; try again");
        }
        return passes;
    }
}
