package dev.slipway.build.build;

import dev.slipway.build.build.BuildStore.Locked;
import dev.slipway.build.runner.JobQueue;
import dev.slipway.kit.db.Transaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Ends builds from outside. The queue's rows are taken before the build's, the order in which runners' reports lock too. A job that a
 * runner holds is not ended here: the runner is told, kills what runs, and reports the end.
 */
@ApplicationScoped
class BuildCancellation {

    /** By {@code job_of_build}. */
    private static final String JOBS = "SELECT id FROM job WHERE build_id = $1 ORDER BY number";

    private final BuildStore store;
    private final JobQueue queue;

    BuildCancellation(BuildStore store, JobQueue queue) {
        this.store = store;
        this.queue = queue;
    }

    /** The build as it is afterwards; empty if there is none. One that is over stays as it is. */
    Uni<Optional<Build>> cancel(Transaction transaction, UUID buildId, String principal) {
        return end(
                transaction,
                buildId,
                (locked, held) -> BuildStateMachine.onCancel(locked.build(), principal, held, locked.now()));
    }

    /** Ends a build that no runner has taken. If one takes it at this very moment, the build goes on. */
    Uni<Optional<Build>> nobodyCame(Transaction transaction, UUID buildId, String reason) {
        return end(transaction, buildId, (locked, held) -> {
            if (!held.isEmpty()) {
                // Rolls the taking back out of the queue back too.
                throw new TakenMeanwhile(buildId);
            }
            return BuildStateMachine.onNobodyCame(locked.build(), reason, locked.now());
        });
    }

    private Uni<Optional<Build>> end(
            Transaction transaction, UUID buildId, BiFunction<Locked, Set<UUID>, Optional<Transition>> change) {
        return takeFromQueue(transaction, buildId)
                .chain(held -> store.lock(transaction, buildId).chain(found -> {
                    if (found.isEmpty()) {
                        return Uni.createFrom().item(Optional.<Build>empty());
                    }
                    Optional<Transition> transition = change.apply(found.get(), held);
                    return transition.isEmpty()
                            ? Uni.createFrom().item(Optional.of(found.get().build()))
                            : store.save(transaction, transition.get())
                                    .replaceWith(Optional.of(transition.get().after()));
                }));
    }

    /** The jobs that a runner holds. */
    private Uni<Set<UUID>> takeFromQueue(Transaction transaction, UUID buildId) {
        Set<UUID> held = new HashSet<>();
        return jobs(transaction, buildId)
                .onItem()
                .transformToMulti(jobs -> Multi.createFrom().iterable(jobs))
                .onItem()
                .transformToUniAndConcatenate(job -> queue.cancel(transaction, job)
                        .invoke(isHeld -> {
                            if (isHeld) {
                                held.add(job);
                            }
                        }))
                .collect()
                .last()
                .replaceWith(held);
    }

    private static Uni<List<UUID>> jobs(Transaction transaction, UUID buildId) {
        return transaction
                .connection()
                .preparedQuery(JOBS)
                .execute(Tuple.of(buildId))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    /** A runner has claimed a job of a build that was about to be ended because nobody had. */
    static final class TakenMeanwhile extends RuntimeException {

        TakenMeanwhile(UUID buildId) {
            super("a runner has taken build " + buildId + " meanwhile");
        }
    }
}
