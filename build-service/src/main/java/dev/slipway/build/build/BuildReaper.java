package dev.slipway.build.build;

import dev.slipway.build.build.BuildCancellation.TakenMeanwhile;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.lease.Lease;
import dev.slipway.kit.lease.Leases;
import dev.slipway.kit.log.Keyed;
import dev.slipway.kit.log.LogKeys;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Ends builds that would otherwise wait for ever: those that no runner took in time, and those of flows that were deleted. One replica
 * at a time does it, under a lease; what it does would be harmless twice. (Builds that run have a time limit and a lease of their own.)
 */
@ApplicationScoped
class BuildReaper {

    private static final Logger LOG = Logger.getLogger(BuildReaper.class);
    private static final String LEASE = "build-reaper";
    private static final int BATCH = 100;

    /** By the index {@code build_open}. */
    private static final String OVERDUE = """
            SELECT id FROM build
            WHERE status = 'QUEUED' AND created_at < clock_timestamp() - $1 * interval '1 millisecond'
            ORDER BY created_at LIMIT $2
            """;

    /** By the index {@code build_open} and {@code flow}'s primary key. */
    private static final String OF_DELETED_FLOWS = """
            SELECT b.id FROM build b JOIN flow f ON f.id = b.flow_id
            WHERE b.status IN ('QUEUED', 'RUNNING', 'WAITING', 'PAUSED') AND b.canceled_by IS NULL
                AND f.deleted_at IS NOT NULL
            ORDER BY b.created_at LIMIT $1
            """;

    private final Database database;
    private final BuildCancellation cancellation;
    private final Leases leases;
    private final Vertx vertx;
    private final Duration queueTimeLimit;
    private final Duration sweepInterval;
    private final String holder = UUID.randomUUID().toString();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private long timer = -1;

    /**
     * @param queueTimeLimit how long a build waits for a runner before it ends TIMED_OUT
     * @param sweepInterval how often is looked
     */
    BuildReaper(
            Database database,
            BuildCancellation cancellation,
            Leases leases,
            Vertx vertx,
            @ConfigProperty(name = "slipway.build.queue.time-limit", defaultValue = "24h") Duration queueTimeLimit,
            @ConfigProperty(name = "slipway.build.queue.sweep-interval", defaultValue = "15s") Duration sweepInterval) {
        this.database = database;
        this.cancellation = cancellation;
        this.leases = leases;
        this.vertx = vertx;
        this.queueTimeLimit = queueTimeLimit;
        this.sweepInterval = sweepInterval;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(sweepInterval.toMillis(), ignored -> sweepOnce());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void sweepOnce() {
        if (!sweeping.compareAndSet(false, true)) {
            return;
        }
        // Given back when done; longer than a sweep takes, so that a second replica only comes when this one is gone.
        leases.acquire(LEASE, holder, sweepInterval.multipliedBy(2))
                .chain(lease -> lease.isEmpty() ? Uni.createFrom().voidItem() : sweepAndRelease(lease.get()))
                .onTermination()
                .invoke(() -> sweeping.set(false))
                .subscribe()
                .with(
                        done -> LOG.trace("swept"),
                        failure -> LOG.warnf("builds that wait too long were not looked for: %s", failure.toString()));
    }

    private Uni<Void> sweepAndRelease(Lease lease) {
        return sweep().eventually(() -> leases.release(lease));
    }

    Uni<Void> sweep() {
        String reason = "no runner took it within " + queueTimeLimit.toSeconds() + " seconds";
        return endEach(
                        OVERDUE,
                        Tuple.of(queueTimeLimit.toMillis(), BATCH),
                        (transaction, id) -> cancellation.nobodyCame(transaction, id, reason))
                .chain(() -> endEach(
                        OF_DELETED_FLOWS,
                        Tuple.of(BATCH),
                        (transaction, id) -> cancellation.cancel(transaction, id, "the deletion of its flow")));
    }

    /** One transaction each; a build that cannot be ended now does not keep the others waiting. */
    private Uni<Void> endEach(String sql, Tuple arguments, BiFunction<Transaction, UUID, Uni<Optional<Build>>> end) {
        return ids(sql, arguments)
                .onItem()
                .transformToMulti(found -> Multi.createFrom().iterable(found))
                .onItem()
                .transformToUniAndConcatenate(id -> database.inTransaction(transaction -> end.apply(transaction, id))
                        .onFailure()
                        .recoverWithItem(failure -> notEnded(id, failure)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<List<UUID>> ids(String sql, Tuple arguments) {
        return database.query(client -> client.preparedQuery(sql)
                .execute(arguments)
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList()));
    }

    private static Optional<Build> notEnded(UUID buildId, Throwable failure) {
        if (failure instanceof TakenMeanwhile) {
            LOG.debugf("%s", failure.getMessage());
        } else {
            Keyed.log(
                    Map.of(LogKeys.BUILD_ID, buildId),
                    () -> LOG.warnf("a build that waits too long was not ended: %s", failure.toString()));
        }
        return Optional.empty();
    }
}
