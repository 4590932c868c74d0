package dev.slipway.build.runner;

import dev.slipway.build.log.LogSignals;
import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.PostgresFailures;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.log.Keyed;
import dev.slipway.kit.log.LogKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Takes care of the jobs whose lease has run out. One that its runner began is over: {@code ERRORED: runner lost}, or {@code CANCELED} if that was
 * asked for before. One that nobody has begun (the runner died, or never got the answer to its claim) waits again, as if it had not been claimed.
 * Each replica looks; the row's lock makes one of them do it.
 *
 * <p>The step is dead by then: its supervisor kills it after half a lease of silence, and some more is waited here. A runner that wakes late changes
 * nothing: neither its claim nor its epoch hold any more.
 */
@ApplicationScoped
class LostRunners {

    private static final Logger LOG = Logger.getLogger(LostRunners.class);
    private static final Duration KILL_GRACE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Database database;
    private final JobReports reports;
    private final LogSignals logSignals;
    private final DatabaseSignals signals;
    private final RunnerGateway gateway;
    private final Counter lost;
    private volatile long timer = -1;

    LostRunners(
            Vertx vertx,
            Database database,
            JobReports reports,
            LogSignals logSignals,
            DatabaseSignals signals,
            RunnerGateway gateway,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.database = database;
        this.reports = reports;
        this.logSignals = logSignals;
        this.signals = signals;
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
                    // The database is away: the rows are still there next time.
                    LOG.warnf("Looking for lost runners failed: %s", failure.toString());
                    lookLater();
                }));
    }

    /** Each in a transaction of its own; one that cannot be ended does not keep the others waiting. */
    Uni<Void> endAll() {
        return database.query(client -> JobQueueTable.expired(client, KILL_GRACE))
                .onItem()
                .transformToMulti(jobs -> Multi.createFrom().iterable(jobs))
                .onItem()
                .transformToUniAndConcatenate(this::endOrTell)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> endOrTell(UUID jobId) {
        return end(jobId)
                .onFailure(failure -> !PostgresFailures.isPassing(failure))
                .recoverWithUni(failure -> {
                    Keyed.log(
                            Map.of(LogKeys.JOB_ID, jobId),
                            () -> LOG.warnf("A job whose runner is lost could not be ended: %s", failure.toString()));
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> end(UUID jobId) {
        return database.inTransaction(transaction -> JobQueueTable.lockExpired(
                        transaction.connection(), jobId, KILL_GRACE)
                .chain(found ->
                        found.isEmpty() ? Uni.createFrom().voidItem() : endOrOfferAgain(transaction, found.get())));
    }

    private Uni<Void> endOrOfferAgain(Transaction transaction, JobQueueTable.Expired expired) {
        JobOrder order = expired.order();
        return reports.isWaiting(transaction, order.jobId(), order.attempt()).chain(waits -> {
            if (waits && !expired.cancelRequested()) {
                transaction.afterCommit(() -> tellAgain(order));
                return JobQueueTable.offerAgain(transaction.connection(), order.jobId());
            }
            transaction.afterCommit(() -> tellLost(order));
            return reports.jobFinished(
                            transaction.inTrace(order.traceparent()),
                            order.jobId(),
                            order.attempt(),
                            outcome(expired),
                            null)
                    .chain(() -> JobQueueTable.remove(transaction.connection(), order.jobId()));
        });
    }

    private void tellAgain(JobOrder order) {
        signals.work();
        Keyed.log(keys(order), () -> LOG.warn("A job was claimed and never begun; it waits again"));
    }

    private void tellLost(JobOrder order) {
        lost.increment();
        logSignals.appended(order.buildId());
        Keyed.log(keys(order), () -> LOG.warn("The runner of a job is lost; the job is over"));
    }

    private static Map<String, UUID> keys(JobOrder order) {
        return Map.of(
                LogKeys.JOB_ID, order.jobId(), LogKeys.BUILD_ID, order.buildId(), LogKeys.FLOW_ID, order.flowId());
    }

    private static JobOutcome outcome(JobQueueTable.Expired expired) {
        return expired.cancelRequested()
                ? new JobOutcome(RunStatus.CANCELED, JobOutcome.KILLED, "canceled")
                : JobOutcome.RUNNER_LOST;
    }
}
