package dev.slipway.build.runner;

import dev.slipway.build.definition.BuildPlan;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Transaction;
import io.smallrye.mutiny.Uni;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a job's runner tells the owner of the build. Implemented by the {@code build} package: every call changes the job, its steps and
 * stages and its build by the state machine, compares and sets the build's version, and publishes the event, all in the transaction given.
 *
 * <p>The caller ({@link RunnerGateway}) has already locked the job's row of the {@link JobQueue} in this transaction and seen that the
 * lease is held at the epoch of the report. So the implementation needs no check of leases, and the order of locks is always: the queue's
 * row first, then the build's.
 *
 * <p>Each report answers true when the job goes on, and false, having changed nothing, when nobody wants the job any more (the build became
 * final meanwhile or is at another attempt): then the runner kills what it runs and the row leaves the queue.
 */
public interface JobReports {

    /** Whether the job is wanted and nobody has begun it. */
    Uni<Boolean> isWaiting(Transaction transaction, UUID jobId, int attempt);

    /** The job was claimed: it and its build are RUNNING. */
    Uni<Boolean> jobStarted(Transaction transaction, UUID jobId, int attempt);

    /** The source is there and its definition is read: the build has a commit, its stages, and its steps, all QUEUED. */
    Uni<Boolean> jobPlanned(
            Transaction transaction, UUID jobId, int attempt, BuildSnapshot.Commit commit, BuildPlan plan);

    /** @param position of the step, from 0 */
    Uni<Boolean> stepStarted(Transaction transaction, UUID jobId, int attempt, int position);

    /**
     * @param status final
     * @param exitCode null if there is none because the step could not be started
     */
    Uni<Boolean> stepFinished(
            Transaction transaction,
            UUID jobId,
            int attempt,
            int position,
            RunStatus status,
            @Nullable Integer exitCode);

    /**
     * The job is over; also called in place of a runner that was lost. Steps that still run get the job's outcome, steps that were not
     * begun are SKIPPED. {@code commit} is what became known of the source, for a job that ended before {@link #jobPlanned}.
     */
    Uni<Boolean> jobFinished(
            Transaction transaction,
            UUID jobId,
            int attempt,
            JobOutcome outcome,
            BuildSnapshot.@Nullable Commit commit);
}
