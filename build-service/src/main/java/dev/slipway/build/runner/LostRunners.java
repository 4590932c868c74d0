package dev.slipway.build.runner;

import dev.slipway.build.log.LogSignals;
import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.log.LogKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Ends the jobs whose runner is gone: {@code ERRORED: runner lost}, or {@code CANCELED} if that was asked for before. Each replica looks;
 * the row's lock makes one of them do it.
 *
 * <p>The step is dead by then: its supervisor kills it after half a lease of silence, and some more is waited here.
 */
@ApplicationScoped
class LostRunners {

    private static final Logger LOG = Logger.getLogger(LostRunners.class);
    private static final Duration KILL_GRACE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Database database;
    private final JobReports reports;
    private final LogSignals logSignals;
    private final RunnerGateway gateway;
    private final Counter lost;
    private volatile long timer = -1;

    LostRunners(
            Vertx vertx,
            Database database,
            JobReports reports,
            LogSignals logSignals,
            RunnerGateway gateway,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.database = database;
        this.reports = reports;
        this.logSignals = logSignals;
        this.gateway = gateway;
        this.lost = metrics.counter("slipway.runner.jobs.lost");
    }

    void start(@Observes StartupEvent event) {
        lookLater();
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void lookLater() {
        timer = vertx.setTimer(
                Math.max(gateway.lease().toMillis() / 5, 100),
                ignored -> endAll().subscribe().with(done -> lookLater(), failure -> {
                    // The database is away, or the job's build could not be changed: the row is still there next time.
                    LOG.warnf("Looking for lost runners failed: %s", failure.toString());
                    lookLater();
                }));
    }

    private Uni<Void> endAll() {
        return endOne().chain(found -> found ? endAll() : Uni.createFrom().voidItem());
    }

    /** Whether there was one. */
    Uni<Boolean> endOne() {
        return database.inTransaction(transaction -> JobQueueTable.lockExpired(transaction.connection(), KILL_GRACE)
                        .chain(expired -> {
                            if (expired.isEmpty()) {
                                return Uni.createFrom().item(Optional.<JobOrder>empty());
                            }
                            JobOrder order = expired.get().order();
                            return reports.jobFinished(
                                            transaction.inTrace(order.traceparent()),
                                            order.jobId(),
                                            order.attempt(),
                                            outcome(expired.get()),
                                            null)
                                    .chain(() -> JobQueueTable.remove(transaction.connection(), order.jobId()))
                                    .replaceWith(Optional.of(order));
                        }))
                .invoke(ended -> ended.ifPresent(this::tell))
                .map(Optional::isPresent);
    }

    private void tell(JobOrder order) {
        lost.increment();
        logSignals.appended(order.buildId());
        LOG.warnf("The runner of a job is lost; the job is over (%s=%s)", LogKeys.JOB_ID, order.jobId());
    }

    private static JobOutcome outcome(JobQueueTable.Expired expired) {
        return expired.cancelRequested()
                ? new JobOutcome(RunStatus.CANCELED, JobOutcome.KILLED, "canceled")
                : JobOutcome.RUNNER_LOST;
    }
}
