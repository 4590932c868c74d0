package dev.slipway.gateway.quota;

import dev.slipway.kit.db.Database;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;

/** A gateway's quotas as another process would have them: its own leases and metrics on the same PostgreSQL, without its timers. */
final class Replica {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final LiveReplicas replicas;
    private final HourlyQuota quota;

    private Replica(Database database, QuotaLimits limits) {
        replicas = new LiveReplicas(database, metrics);
        quota = new HourlyQuota(new QuotaWindows(database), limits, replicas, new QuotaMetrics(metrics));
    }

    /** A replica that has told the others that it lives. */
    static Replica start(Database database, QuotaLimits limits) {
        Replica started = new Replica(database, limits);
        started.beat();
        return started;
    }

    HourlyQuota quota() {
        return quota;
    }

    LiveReplicas replicas() {
        return replicas;
    }

    void beat() {
        replicas.beat().await().atMost(LIMIT);
    }

    /** A heartbeat may be under way already, and then this one is none. */
    boolean isReachableAfterBeat() {
        beat();
        return replicas.isReachable();
    }

    QuotaDecision call(QuotaSubject subject) {
        return quota.take(subject).await().atMost(LIMIT);
    }

    /** As {@link QuotaUpkeep} ends a gateway. */
    void stop() {
        quota.giveBackAll().chain(replicas::leave).await().atMost(LIMIT);
    }

    /** Statements that have leased, or tried to. */
    long statements() {
        Collection<Timer> timers = metrics.find("slipway.gateway.quota.lease").timers();
        return timers.stream().mapToLong(Timer::count).sum();
    }

    double metric(String name) {
        return metrics.find(name).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
