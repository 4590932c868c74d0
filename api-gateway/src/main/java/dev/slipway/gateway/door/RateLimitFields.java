package dev.slipway.gateway.door;

import dev.slipway.dialects.ApiClass;
import dev.slipway.dialects.Dialect;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.quota.BurstDecision;
import dev.slipway.gateway.quota.QuotaDecision;
import io.vertx.core.http.HttpServerResponse;

/**
 * Shows a quota on an answer. In every dialect {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset} (unix seconds), which are DaoCloud's;
 * natively also {@code RateLimit-Policy} and {@code RateLimit} (draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4): structured fields
 * (RFC 9651) that name the policy by the API class, {@code "read";q=50000;w=3600} and {@code "read";r=49999;t=1234}.
 */
final class RateLimitFields {

    private static final String HOUR_SECONDS = "3600";
    private static final String POLICY = "RateLimit-Policy";
    private static final String LIMIT = "RateLimit";

    private RateLimitFields() {}

    static void show(Exchange exchange, ApiClass apiClass, QuotaDecision quota) {
        showInEveryDialect(exchange.response(), quota);
        if (exchange.dialect() == Dialect.NATIVE) {
            String name = '"' + apiClass.word() + '"';
            exchange.response()
                    .putHeader(POLICY, name + ";q=" + quota.limit() + ";w=" + HOUR_SECONDS)
                    .putHeader(LIMIT, name + ";r=" + quota.remaining() + ";t=" + quota.secondsToReset());
        }
    }

    /**
     * The hour's quota as it was, since the call was not counted; the policies name what refused it, and {@code RateLimit} only that, because {@code
     * Retry-After} should not be earlier than the resets that stand beside it (draft-10, 6).
     */
    static void showBurst(Exchange exchange, ApiClass apiClass, QuotaDecision quota, BurstDecision burst) {
        showInEveryDialect(exchange.response(), quota);
        if (exchange.dialect() == Dialect.NATIVE) {
            long secondsToFill = Math.max(1, (burst.burst() + burst.perSecond() - 1) / burst.perSecond());
            exchange.response()
                    .putHeader(
                            POLICY,
                            '"' + apiClass.word() + "\";q=" + quota.limit() + ";w=" + HOUR_SECONDS + ", \"burst\";q="
                                    + burst.burst() + ";w=" + secondsToFill)
                    .putHeader(LIMIT, "\"burst\";r=0;t=" + burst.retryAfterSeconds());
        }
    }

    private static void showInEveryDialect(HttpServerResponse response, QuotaDecision quota) {
        response.putHeader("X-RateLimit-Limit", String.valueOf(quota.limit()))
                .putHeader("X-RateLimit-Remaining", String.valueOf(quota.remaining()))
                .putHeader("X-RateLimit-Reset", String.valueOf(quota.resetEpochSeconds()));
    }
}
