package dev.slipway.pipeline.run;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.lease.Lease;
import dev.slipway.kit.lease.Leases;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Ends runs that have come to their deadline. One replica at a time does it, under a lease; what it does would be harmless twice, since the
 * run's row is held and its deadline asked again.
 */
@ApplicationScoped
class RunReaper {

    private static final Logger LOG = Logger.getLogger(RunReaper.class);
    private static final String LEASE = "pipeline-run-reaper";
    private static final int BATCH = 100;

    private final Database database;
    private final PipelineRuns runs;
    private final RunJournal journal;
    private final Leases leases;
    private final Vertx vertx;
    private final Duration interval;
    private final String holder = Ids.newId().toString();
    private final AtomicBoolean reaping = new AtomicBoolean();
    private volatile long timer = -1;

    /** @param interval how often is looked */
    RunReaper(
            Database database,
            PipelineRuns runs,
            RunJournal journal,
            Leases leases,
            Vertx vertx,
            @ConfigProperty(name = "slipway.pipeline.run.reap-interval", defaultValue = "15s") Duration interval) {
        this.database = database;
        this.runs = runs;
        this.journal = journal;
        this.leases = leases;
        this.vertx = vertx;
        this.interval = interval;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(interval.toMillis(), tick -> reapOnce());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** Ends every run whose deadline has passed, each in a transaction of its own. */
    Uni<Void> reap() {
        return runs.overdue(BATCH)
                .onItem()
                .transformToMulti(overdue -> Multi.createFrom().iterable(overdue))
                .onItem()
                .transformToUniAndConcatenate(this::expire)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> expire(UUID runId) {
        return database.inTransaction(transaction -> runs.expire(transaction, runId))
                .onFailure()
                .invoke(failure -> journal.notEnded(runId, failure))
                .onFailure()
                .recoverWithNull();
    }

    private void reapOnce() {
        if (!reaping.compareAndSet(false, true)) {
            return;
        }
        // Longer than a round takes, so that another replica comes only when this one is gone.
        leases.acquire(LEASE, holder, interval.multipliedBy(2))
                .chain(lease -> lease.map(this::reapUnder)
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .onTermination()
                .invoke(() -> reaping.set(false))
                .subscribe()
                .with(
                        done -> LOG.trace("reaped"),
                        failure -> LOG.warnf("runs at their deadline were not looked for: %s", failure.toString()));
    }

    private Uni<Void> reapUnder(Lease lease) {
        return reap().eventually(() -> leases.release(lease));
    }
}
