package dev.slipway.build.runner;

import dev.slipway.build.definition.BuildPlan;
import dev.slipway.build.log.LogChunk;
import dev.slipway.build.log.LogSignals;
import dev.slipway.build.log.LogStore;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The gateway of runners in this process. Each report is one transaction: the job's row is locked if the claim holds, then the build is
 * changed. So a runner that lost its claim, or was frozen while another took over, changes nothing.
 */
@ApplicationScoped
class DatabaseGateway implements RunnerGateway {

    private final Database database;
    private final JobReports reports;
    private final LogStore logs;
    private final LogSignals logSignals;
    private final Duration lease;

    DatabaseGateway(
            Database database,
            JobReports reports,
            LogStore logs,
            LogSignals logSignals,
            @ConfigProperty(name = "slipway.build.runner.lease", defaultValue = "15s") Duration lease) {
        this.database = database;
        this.reports = reports;
        this.logs = logs;
        this.logSignals = logSignals;
        this.lease = lease;
    }

    @Override
    public Duration lease() {
        return lease;
    }

    @Override
    public Uni<List<Claim>> claim(String runner, int atMost) {
        return database.query(client -> JobQueueTable.claim(client, runner, lease, atMost));
    }

    @Override
    public Uni<Map<UUID, Wish>> heartbeat(String runner, List<Claim> claims) {
        return database.query(client -> JobQueueTable.heartbeat(client, runner, claims, lease))
                .map(held -> {
                    Map<UUID, Wish> wishes = new HashMap<>();
                    held.forEach((job, cancel) -> wishes.put(job, cancel ? Wish.CANCEL : Wish.GO_ON));
                    return wishes;
                });
    }

    @Override
    public Uni<Void> jobStarted(Claim claim) {
        return report(claim, transaction -> reports.jobStarted(transaction, jobId(claim), attempt(claim)));
    }

    @Override
    public Uni<Void> jobPlanned(Claim claim, BuildSnapshot.Commit commit, BuildPlan plan) {
        return report(
                claim, transaction -> reports.jobPlanned(transaction, jobId(claim), attempt(claim), commit, plan));
    }

    @Override
    public Uni<Void> stepStarted(Claim claim, int position) {
        return report(claim, transaction -> reports.stepStarted(transaction, jobId(claim), attempt(claim), position));
    }

    @Override
    public Uni<Void> appendLog(Claim claim, LogChunk chunk) {
        return logs.append(chunk, claim.epoch())
                .invoke(held -> {
                    if (!held) {
                        throw new LeaseLostException(claim);
                    }
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> stepFinished(Claim claim, int position, RunStatus status, @Nullable Integer exitCode) {
        return report(
                claim,
                transaction ->
                        reports.stepFinished(transaction, jobId(claim), attempt(claim), position, status, exitCode));
    }

    @Override
    public Uni<Void> jobFinished(Claim claim, JobOutcome outcome, BuildSnapshot.@Nullable Commit commit) {
        return database.inTransaction(transaction -> held(claim, transaction)
                        .chain(() -> reports.jobFinished(
                                traced(transaction, claim), jobId(claim), attempt(claim), outcome, commit))
                        // Whether the build took the report or had ended before, the job needs no runner any more.
                        .chain(() -> JobQueueTable.remove(transaction.connection(), jobId(claim))))
                .invoke(() -> logSignals.appended(claim.order().buildId()));
    }

    private Uni<Void> report(Claim claim, Report report) {
        return database.inTransaction(transaction -> held(claim, transaction)
                        .chain(() -> report.in(traced(transaction, claim)))
                        .chain(wanted -> {
                            if (wanted) {
                                return Uni.createFrom().item(true);
                            }
                            return JobQueueTable.remove(transaction.connection(), jobId(claim))
                                    .replaceWith(false);
                        }))
                .invoke(wanted -> {
                    if (!wanted) {
                        throw new LeaseLostException(claim);
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> held(Claim claim, Transaction transaction) {
        return JobQueueTable.lockHeld(transaction.connection(), claim)
                .invoke(isHeld -> {
                    if (!isHeld) {
                        throw new LeaseLostException(claim);
                    }
                })
                .replaceWithVoid();
    }

    private static Transaction traced(Transaction transaction, Claim claim) {
        return transaction.inTrace(claim.order().traceparent());
    }

    private static UUID jobId(Claim claim) {
        return claim.order().jobId();
    }

    private static int attempt(Claim claim) {
        return claim.order().attempt();
    }

    private interface Report {

        Uni<Boolean> in(Transaction transaction);
    }
}
