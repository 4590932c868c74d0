package dev.slipway.build.runner;

import dev.slipway.kit.db.Transaction;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;

/**
 * The jobs that wait for a runner or are run by one: a row per job from the moment it may be claimed until it is final. It is a table of
 * its own, so that claiming stays fast however many builds there have been.
 */
public interface JobQueue {

    /** Makes jobs claimable, in this order; a repeat has no effect. Runners are woken after the commit. */
    Uni<Void> offer(Transaction transaction, List<JobOrder> orders);

    /**
     * Takes a job back. To be called before the build's own row is locked or changed in the transaction (the runner's reports lock in
     * that order too).
     *
     * @return true if a runner holds the job: it kills what runs and reports CANCELED; false if none does: the job is out of the queue,
     *     and the caller ends it in this transaction
     */
    Uni<Boolean> cancel(Transaction transaction, UUID jobId);
}
