package dev.slipway.gateway.quota;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one replica holds of one subject's hour: arithmetic alone, without clock, I/O or locks. All times are of one monotonic clock, in
 * nanoseconds.
 *
 * <p>Units are used only while the hour is certainly not over ({@link LeaseGrant#sureUntilNanos}). When that is no longer certain they are kept, and
 * PostgreSQL is asked: in the same hour they are good again, in another they are void.
 *
 * <p>What remains to the subject is the limit less all that was granted, plus what is unused here; what other replicas hold unused counts as used. They may
 * give some of it back, but what was shown once is never exceeded later in the hour.
 */
final class Lease {

    /** A subject that has used its hour up is asked for again so often, because units may have been given back. */
    private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long NO_HOUR = Long.MIN_VALUE;

    private final long limit;
    private long resetEpochSeconds = NO_HOUR;
    private long sureUntilNanos;
    private long endNanos;
    private long granted;
    private long unused;
    private long lowestRemaining;
    private boolean usedUp;
    private long usedUpAtNanos;

    Lease(long limit) {
        this.limit = limit;
    }

    /** Decides about a call by what is held and known here; null if only PostgreSQL can. */
    @Nullable
    QuotaDecision take(long now) {
        if (!isHourSure(now)) {
            return null;
        }
        if (unused > 0) {
            return use(now);
        }
        return usedUp && now - usedUpAtNanos < ASK_AGAIN_NANOS ? refuse(now) : null;
    }

    /** Decides by what is known when PostgreSQL cannot be asked: an hour that was used up stays so. Null if nothing is known. */
    @Nullable
    QuotaDecision takeAlone(long now) {
        QuotaDecision decision = take(now);
        return decision == null && usedUp && isHourSure(now) ? refuse(now) : decision;
    }

    /**
     * Adds what was granted, and decides about the calls that have waited for it, in their order. They were counted when PostgreSQL granted it, so they may
     * go on even if the hour is over by now.
     */
    List<QuotaDecision> absorb(LeaseGrant grant, int waiting, long now) {
        if (grant.resetEpochSeconds() == resetEpochSeconds) {
            sureUntilNanos = later(sureUntilNanos, grant.sureUntilNanos());
            endNanos = later(endNanos, grant.endNanos());
        } else {
            begin(grant);
        }
        granted = grant.granted();
        unused += grant.units();
        usedUp = false;
        List<QuotaDecision> decisions = new ArrayList<>(waiting);
        for (int i = 0; i < waiting; i++) {
            decisions.add(unused > 0 ? use(now) : refuse(now));
        }
        usedUp = unused == 0 && granted >= limit;
        usedUpAtNanos = now;
        return decisions;
    }

    /** Gives away what is held: it is used no more, whether or not PostgreSQL learns of it. Null if nothing is held. */
    @Nullable
    GivenBack giveBack(QuotaSubject subject) {
        if (unused == 0) {
            return null;
        }
        GivenBack given = new GivenBack(subject, unused, resetEpochSeconds);
        granted -= unused;
        unused = 0;
        return given;
    }

    /** The quota as it was after the last call of an hour that is not over; null if none is known. */
    @Nullable
    QuotaDecision lastKnown(long now) {
        return resetEpochSeconds != NO_HOUR && now - endNanos < 0
                ? decision(unused > 0, Math.min(lowestRemaining, remaining()), now)
                : null;
    }

    long unused() {
        return unused;
    }

    /** Units of the hour that nobody has been given yet. */
    long leftToLease() {
        return limit - granted;
    }

    private boolean isHourSure(long now) {
        return resetEpochSeconds != NO_HOUR && now - sureUntilNanos < 0;
    }

    private void begin(LeaseGrant grant) {
        resetEpochSeconds = grant.resetEpochSeconds();
        sureUntilNanos = grant.sureUntilNanos();
        endNanos = grant.endNanos();
        unused = 0;
        lowestRemaining = Long.MAX_VALUE;
    }

    private QuotaDecision use(long now) {
        unused--;
        lowestRemaining = Math.min(lowestRemaining, remaining());
        return decision(true, lowestRemaining, now);
    }

    private QuotaDecision refuse(long now) {
        lowestRemaining = 0;
        return decision(false, 0, now);
    }

    private long remaining() {
        return Math.max(0, limit - granted + unused);
    }

    private QuotaDecision decision(boolean isGranted, long remaining, long now) {
        long nanosLeft = Math.max(0, endNanos - now);
        long secondsLeft = (nanosLeft + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
        return new QuotaDecision(isGranted, limit, remaining, resetEpochSeconds, Math.max(1, secondsLeft));
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
