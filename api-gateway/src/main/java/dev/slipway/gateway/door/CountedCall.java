package dev.slipway.gateway.door;

import dev.slipway.dialects.ApiClass;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.Refusals;
import dev.slipway.gateway.quota.HourlyQuota;
import dev.slipway.gateway.quota.QuotaDecision;
import dev.slipway.gateway.quota.QuotaSubject;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Counts a call and says so on its answer. While PostgreSQL is away reads pass uncounted and everything else is refused: the metric
 * {@code slipway.gateway.quota.uncounted} tells how many did either.
 */
@ApplicationScoped
class CountedCall {

    private final HourlyQuota quota;
    private final MeterRegistry metrics;

    CountedCall(HourlyQuota quota, MeterRegistry metrics) {
        this.quota = quota;
        this.metrics = metrics;
    }

    /** Whether the call may go on; if not, it has been answered. */
    Uni<Boolean> count(Exchange exchange, QuotaSubject subject) {
        return quota.take(subject)
                .map(decision -> within(exchange, decision))
                .onFailure(HourlyQuota::isUnavailable)
                .recoverWithItem(() -> uncounted(exchange, subject));
    }

    /** Shows the quota as it was last known, without counting: for a call that PostgreSQL's absence ends. */
    void showLastKnown(Exchange exchange, QuotaSubject subject) {
        show(exchange.response(), quota.lastKnown(subject));
    }

    private static boolean within(Exchange exchange, QuotaDecision decision) {
        show(exchange.response(), decision);
        if (!decision.granted()) {
            exchange.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(decision.retryAfterSeconds()));
            Refusals.refuse(
                    exchange,
                    ErrorCode.QUOTA_EXCEEDED,
                    "the quota of " + decision.limit() + " calls in this hour is used up");
        }
        return decision.granted();
    }

    private boolean uncounted(Exchange exchange, QuotaSubject subject) {
        boolean passes = passesUncounted(subject.apiClass());
        metrics.counter(
                        "slipway.gateway.quota.uncounted",
                        "api_class",
                        subject.apiClass().word(),
                        "outcome",
                        passes ? "passed" : "refused")
                .increment();
        showLastKnown(exchange, subject);
        if (!passes) {
            Refusals.refuse(
                    exchange,
                    ErrorCode.UNAVAILABLE,
                    "calls that change something cannot be counted at the moment; try again");
        }
        return passes;
    }

    private static boolean passesUncounted(ApiClass apiClass) {
        return switch (apiClass) {
            case READ, LOG -> true;
            case WRITE, BUILD, DEPLOY -> false;
        };
    }

    private static void show(HttpServerResponse response, QuotaDecision decision) {
        response.putHeader("X-RateLimit-Limit", String.valueOf(decision.limit()))
                .putHeader("X-RateLimit-Remaining", String.valueOf(decision.remaining()))
                .putHeader("X-RateLimit-Reset", String.valueOf(decision.resetEpochSeconds()));
    }
}
