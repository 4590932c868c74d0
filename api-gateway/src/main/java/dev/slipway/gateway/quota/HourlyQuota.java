package dev.slipway.gateway.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.slipway.kit.db.PostgresFailures;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes one unit of quota per call, from a lease that this replica has from PostgreSQL: no round trip and no disk while it lasts, and the
 * next one is fetched while it does. Whatever crashes, no hour has more calls than its limit: units are used only by the replica that PostgreSQL has durably
 * given them to, once, and while the hour is certainly not over. What a crash costs are units: those that a killed replica held ({@link LeaseSize#most})
 * and those whose statement was under way.
 *
 * <p>Calls of one subject that come while a statement for it is under way share the next one.
 */
@ApplicationScoped
public class HourlyQuota {

    private static final Logger LOG = Logger.getLogger(HourlyQuota.class);
    private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(2);

    /** So long a lease waits for its next call before it is given back. */
    private static final Duration IDLE = Duration.ofSeconds(5);

    /** More callers than this in an hour are served as well: who called least is forgotten, and asked for again. */
    private static final int REMEMBERED_SUBJECTS = 50_000;

    private static final long HOUR_SECONDS = 3600;

    private final QuotaWindows windows;
    private final QuotaLimits limits;
    private final LiveReplicas replicas;
    private final QuotaMetrics metrics;
    private final Cache<QuotaSubject, SubjectQuota> subjects = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_SUBJECTS)
            .<QuotaSubject, SubjectQuota>removalListener((subject, quota, cause) -> forgotten(quota, cause))
            .build();
    private final Set<Uni<LeaseGrant>> underWay = ConcurrentHashMap.newKeySet();

    public HourlyQuota(QuotaWindows windows, QuotaLimits limits, LiveReplicas replicas, QuotaMetrics metrics) {
        this.windows = windows;
        this.limits = limits;
        this.replicas = replicas;
        this.metrics = metrics;
    }

    /** Counts a call. Fails when PostgreSQL is away and nothing is leased: {@link #isUnavailable}. The answer may come on any thread. */
    public Uni<QuotaDecision> take(QuotaSubject subject) {
        return Uni.createFrom().emitter(call -> take(subject, call));
    }

    /** Whether the failure of a {@link #take} means that calls cannot be counted now. */
    public static boolean isUnavailable(Throwable failure) {
        return failure instanceof QuotaUnavailableException
                || failure instanceof TimeoutException
                || PostgresFailures.isPassing(failure);
    }

    /** The quota as it was after the last counted call, or untouched: for answers while calls cannot be counted. */
    public QuotaDecision lastKnown(QuotaSubject subject) {
        SubjectQuota quota = subjects.getIfPresent(subject);
        QuotaDecision known = quota == null ? null : quota.lastKnown(System.nanoTime());
        if (known != null) {
            return known;
        }
        long now = Instant.now().getEpochSecond();
        long limit = limits.of(subject);
        long reset = (now / HOUR_SECONDS + 1) * HOUR_SECONDS;
        return new QuotaDecision(true, limit, limit, reset, reset - now);
    }

    /** Gives back what nobody has called for lately, so that other replicas can use it. While PostgreSQL is away it is kept. */
    public Uni<Void> giveBackIdle() {
        return Uni.createFrom().deferred(() -> {
            if (!replicas.isReachable()) {
                return Uni.createFrom().voidItem();
            }
            long calledBefore = System.nanoTime() - IDLE.toNanos();
            List<SubjectQuota> owners = new ArrayList<>();
            List<GivenBack> units = new ArrayList<>();
            for (SubjectQuota quota : subjects.asMap().values()) {
                GivenBack given = quota.giveBackIfIdle(calledBefore);
                if (given != null) {
                    owners.add(quota);
                    units.add(given);
                }
            }
            return giveBack(units).onTermination().invoke(() -> owners.forEach(this::goOn));
        });
    }

    /** Gives everything back and forgets it: the end of this replica, after its last call. What is being leased is waited for. */
    public Uni<Void> giveBackAll() {
        return Uni.createFrom().deferred(() -> {
            List<Uni<LeaseGrant>> last = List.copyOf(underWay);
            Uni<?> answered = last.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : Uni.join()
                            .all(last)
                            .andCollectFailures()
                            .replaceWithVoid()
                            .onFailure()
                            .recoverWithNull();
            return answered.chain(() -> {
                List<GivenBack> units = subjects.asMap().values().stream()
                        .map(SubjectQuota::close)
                        .filter(Objects::nonNull)
                        .toList();
                subjects.invalidateAll();
                return giveBack(units);
            });
        });
    }

    private void take(QuotaSubject subject, UniEmitter<? super QuotaDecision> call) {
        SubjectQuota quota = subjects.get(subject, key -> new SubjectQuota(key, limits.of(key)));
        boolean alone = !replicas.isReachable();
        QuotaDecision decision = quota.take(alone, System.nanoTime());
        if (decision != null) {
            call.complete(decision);
        } else if (alone) {
            call.fail(new QuotaUnavailableException());
            return;
        } else {
            quota.enqueue(call);
        }
        if (!alone) {
            ask(quota);
        }
    }

    /** Leases for everybody who waits, then for whoever came meanwhile, until nobody does. */
    private void ask(SubjectQuota quota) {
        SubjectQuota.Batch batch = quota.next(replicas.count());
        if (batch == null) {
            return;
        }
        long sentNanos = System.nanoTime();
        Uni<LeaseGrant> statement =
                windows.lease(quota.subject(), batch.ask()).memoize().indefinitely();
        underWay.add(statement);
        statement
                .onTermination()
                .invoke(() -> underWay.remove(statement))
                .ifNoItem()
                .after(STATEMENT_LIMIT)
                .fail()
                .subscribe()
                .with(grant -> granted(quota, batch, grant, sentNanos), failure -> {
                    if (failure instanceof TimeoutException) {
                        giveBackWhenItComes(quota, statement);
                    }
                    failed(quota, batch, failure, sentNanos);
                });
    }

    private void granted(SubjectQuota quota, SubjectQuota.Batch batch, LeaseGrant grant, long sentNanos) {
        long now = System.nanoTime();
        metrics.leased(quota.subject().apiClass(), batch.ask(), grant, now - sentNanos);
        List<QuotaDecision> decisions = quota.settle(grant, batch.members().size(), now);
        for (int i = 0; i < decisions.size(); i++) {
            batch.members().get(i).complete(decisions.get(i));
        }
        giveBackUnwatched(quota.leftOver());
        ask(quota);
    }

    private void failed(SubjectQuota quota, SubjectQuota.Batch batch, Throwable failure, long sentNanos) {
        metrics.leaseFailed(quota.subject().apiClass(), System.nanoTime() - sentNanos);
        if (isUnavailable(failure)) {
            replicas.suspect();
        } else {
            LOG.error("Quota cannot be leased, and not because PostgreSQL is away", failure);
        }
        List<UniEmitter<? super QuotaDecision>> alsoWaiting = quota.fail();
        batch.members().forEach(call -> call.fail(failure));
        alsoWaiting.forEach(call -> call.fail(failure));
    }

    /** Nobody has waited for it, and a later answer may have been heard: it is as if it had not been granted. */
    private void giveBackWhenItComes(SubjectQuota quota, Uni<LeaseGrant> statement) {
        statement
                .subscribe()
                .with(
                        grant -> giveBackUnwatched(
                                grant.units() == 0
                                        ? null
                                        : new GivenBack(quota.subject(), grant.units(), grant.resetEpochSeconds())),
                        failure -> LOG.debugf("A lease that nobody waited for has failed: %s", failure.toString()));
    }

    private void forgotten(@Nullable SubjectQuota quota, RemovalCause cause) {
        if (quota != null && cause.wasEvicted()) {
            giveBackUnwatched(quota.close());
        }
    }

    private void goOn(SubjectQuota quota) {
        quota.givenBack();
        ask(quota);
    }

    private void giveBackUnwatched(@Nullable GivenBack units) {
        if (units != null) {
            giveBack(List.of(units))
                    .subscribe()
                    .with(ignored -> {}, failure -> LOG.debugf("Units not given back: %s", failure.toString()));
        }
    }

    private Uni<Void> giveBack(List<GivenBack> units) {
        return windows.giveBack(units)
                .ifNoItem()
                .after(STATEMENT_LIMIT)
                .fail()
                .invoke(() ->
                        units.forEach(given -> metrics.givenBack(given.subject().apiClass(), given.units())));
    }
}
