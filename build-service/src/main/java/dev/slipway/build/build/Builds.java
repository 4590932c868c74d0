package dev.slipway.build.build;

import dev.slipway.build.runner.JobQueue;
import dev.slipway.events.BuildQueued;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What can be done with builds. Whether a caller may is asked of {@code FlowAccess} before, with the build's flow.
 *
 * <p>Lists give builds without their jobs.
 */
@ApplicationScoped
public class Builds {

    private final Database database;
    private final BuildCreation creation;
    private final BuildCancellation cancellation;
    private final JobQueue queue;

    Builds(Database database, BuildCreation creation, BuildCancellation cancellation, JobQueue queue) {
        this.database = database;
        this.creation = creation;
        this.cancellation = cancellation;
        this.queue = queue;
    }

    /**
     * Accepts a build: it is QUEUED, and its command and first event leave with the transaction.
     *
     * @throws SlipwayException (not found) if the flow is gone
     */
    public Uni<Build> create(Transaction transaction, NewBuild wanted) {
        return creation.create(transaction, wanted)
                .map(created -> created.orElseThrow(() -> SlipwayException.notFound("flow")));
    }

    /** As {@link #create}, in a transaction of its own. */
    public Uni<Build> create(NewBuild wanted) {
        return database.inTransaction(transaction -> create(transaction, wanted));
    }

    /** Makes queued builds' jobs claimable, in this order; a build that does not wait any more stays as it is. */
    public Uni<Void> offer(Transaction transaction, List<BuildQueued> queued) {
        if (queued.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return creation.orders(transaction, queued).chain(orders -> queue.offer(transaction, orders));
    }

    /**
     * Asks for the end of a build: one that nobody runs yet ends here, one that runs is killed by its runner. One that is over stays as
     * it is.
     *
     * @return the build as it is now; empty if there is none
     */
    public Uni<Optional<Build>> cancel(Transaction transaction, UUID buildId, String principal) {
        return cancellation.cancel(transaction, buildId, principal);
    }

    /** As {@link #cancel}, in a transaction of its own. */
    public Uni<Optional<Build>> cancel(UUID buildId, String principal) {
        return database.inTransaction(transaction -> cancel(transaction, buildId, principal));
    }

    public Uni<Optional<Build>> find(UUID buildId) {
        return database.query(client -> BuildReads.byId(client, buildId));
    }

    /** As {@link #find}, within a transaction. */
    public Uni<Optional<Build>> find(Transaction transaction, UUID buildId) {
        return BuildReads.byId(transaction.connection(), buildId);
    }

    public Uni<Optional<Build>> byNumber(UUID flowId, long number) {
        return database.query(client -> BuildReads.byNumber(client, flowId, number));
    }

    /** @param serial the integer id that DaoCloud shows */
    public Uni<Optional<Build>> bySerial(UUID flowId, long serial) {
        return database.query(client -> BuildReads.bySerial(client, flowId, serial));
    }

    /** The newest build of a branch that a push or a person caused. */
    public Uni<Optional<Build>> latestOfBranch(UUID flowId, String branch) {
        return database.query(client -> BuildReads.latestPush(client, flowId, branch));
    }

    /** Up to {@code limit} builds with numbers below {@code beforeNumber}, newest first. */
    public Uni<List<Build>> ofFlow(UUID flowId, long beforeNumber, int limit) {
        return database.query(client -> BuildReads.ofFlow(client, flowId, beforeNumber, limit));
    }
}
