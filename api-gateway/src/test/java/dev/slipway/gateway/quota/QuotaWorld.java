package dev.slipway.gateway.quota;

import dev.slipway.dialects.ApiClass;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One subject, some replicas and PostgreSQL, without any of them: the real arithmetic of {@link SubjectQuota} and {@link Lease} under one clock that is
 * moved by hand, and clocks of the replicas that go too fast or too slow. What PostgreSQL does is said again here, in a few lines;
 * {@code QuotaWindowsTest} holds the statement to the same.
 */
final class QuotaWorld {

    static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    private static final UniEmitter<QuotaDecision> CALL = new UniEmitter<>() {
        @Override
        public void complete(QuotaDecision decision) {}

        @Override
        public void fail(Throwable failure) {}

        @Override
        public UniEmitter<QuotaDecision> onTermination(Runnable onTermination) {
            return this;
        }
    };

    private final long limit;
    private final List<Replica> replicas = new ArrayList<>();
    private final Map<Long, Long> granted = new HashMap<>();
    private final Map<Long, Long> used = new HashMap<>();
    private final Map<Long, Long> lost = new HashMap<>();
    private final Map<Long, Long> letThroughInHour = new HashMap<>();
    private long nowNanos;

    QuotaWorld(long limit, long startNanos, double... clockRates) {
        this.limit = limit;
        this.nowNanos = startNanos;
        for (double rate : clockRates) {
            replicas.add(new Replica(rate));
        }
    }

    /** The arithmetic of the database function {@code quota_grant}. */
    static long grant(long limit, long granted, long waiting, long ahead, long kept) {
        long left = Math.max(limit - granted, 0);
        long stock = Math.max(Math.min(ahead, limit - granted - waiting - kept), 0);
        return Math.min(left, waiting + stock);
    }

    void advance(long nanos) {
        nowNanos += nanos;
    }

    long hour() {
        return Math.floorDiv(nowNanos, HOUR_NANOS);
    }

    /** Units of an hour that calls were let through by. */
    long used(long hour) {
        return used.getOrDefault(hour, 0L);
    }

    /** Calls that were let through within an hour's time. */
    long letThrough(long hour) {
        return letThroughInHour.getOrDefault(hour, 0L);
    }

    long lost(long hour) {
        return lost.getOrDefault(hour, 0L);
    }

    /** Units of the running hour that replicas hold unused. */
    long held() {
        return granted.getOrDefault(hour(), 0L) - used(hour()) - lost(hour());
    }

    Replica replica(int index) {
        return replicas.get(index % replicas.size());
    }

    /** One gateway. */
    final class Replica {

        private final double rate;
        private SubjectQuota quota;
        private QuotaDecision last;

        private Replica(double rate) {
            this.rate = rate;
            begin();
        }

        /** A call whose statement, if it needs one, is under way for twice as long as said. The decision; null if the statement was lost. */
        QuotaDecision call(long delayNanos, Fate fate) {
            QuotaDecision decided = quota.take(false, clock());
            if (decided == null) {
                quota.enqueue(CALL);
            } else {
                record(decided, hour(), decided.granted());
            }
            for (SubjectQuota.Batch batch = quota.next(replicas.size());
                    batch != null;
                    batch = quota.next(replicas.size())) {
                long sent = clock();
                advance(delayNanos);
                if (fate == Fate.NEVER_ARRIVED) {
                    quota.fail();
                    return decided;
                }
                long hour = hour();
                LeaseGrant grant = lease(batch.ask(), sent);
                advance(delayNanos);
                if (fate == Fate.NOT_HEARD) {
                    lost.merge(hour, grant.units(), Long::sum);
                    quota.fail();
                    return decided;
                }
                for (QuotaDecision decision :
                        quota.settle(grant, batch.members().size(), clock())) {
                    record(decision, hour, decision.granted());
                    decided = decision;
                }
            }
            return decided;
        }

        /** Gives back what is idle; {@code NOT_HEARD} units are lost on the way. */
        void giveBack(Fate fate) {
            GivenBack units = quota.giveBackIfIdle(clock());
            if (units == null) {
                return;
            }
            long hour = units.resetEpochSeconds() / 3600 - 1;
            if (fate == Fate.HEARD) {
                granted.merge(hour, -units.units(), Long::sum);
            } else {
                lost.merge(hour, units.units(), Long::sum);
            }
            quota.givenBack();
        }

        /** Ends without a word, and another takes its place. How many units that cost. */
        long kill() {
            GivenBack units = quota.close();
            begin();
            if (units == null) {
                return 0;
            }
            lost.merge(units.resetEpochSeconds() / 3600 - 1, units.units(), Long::sum);
            return units.units();
        }

        /** The decision before the latest, if it was about the same hour. */
        private void record(QuotaDecision decision, long hour, boolean letThrough) {
            if (last != null && last.resetEpochSeconds() == decision.resetEpochSeconds()) {
                if (decision.remaining() > last.remaining()) {
                    throw new AssertionError("remaining has risen: " + last + ", then " + decision);
                }
            }
            last = decision;
            if (letThrough) {
                used.merge(decision.resetEpochSeconds() / 3600 - 1, 1L, Long::sum);
                letThroughInHour.merge(hour, 1L, Long::sum);
            }
        }

        private void begin() {
            quota = new SubjectQuota(QuotaSubject.ofToken("t", ApiClass.READ, limit), limit);
            last = null;
        }

        private long clock() {
            return (long) (nowNanos * rate);
        }
    }

    /** What becomes of a statement. */
    enum Fate {
        HEARD,
        NEVER_ARRIVED,
        /** PostgreSQL has committed it, and nobody learns of it. */
        NOT_HEARD
    }

    private LeaseGrant lease(LeaseAsk ask, long sentNanos) {
        long hour = hour();
        long units = grant(ask.limit(), granted.getOrDefault(hour, 0L), ask.waiting(), ask.ahead(), ask.kept());
        long all = granted.merge(hour, units, Long::sum);
        return LeaseGrant.of(units, all, (hour + 1) * 3600, sentNanos, (hour + 1) * HOUR_NANOS - nowNanos);
    }
}
