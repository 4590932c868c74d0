package dev.slipway.build.runner;

import dev.slipway.kit.db.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** The queue in the table {@code job_queue}. */
@ApplicationScoped
class DatabaseJobQueue implements JobQueue {

    private final DatabaseSignals signals;

    DatabaseJobQueue(DatabaseSignals signals) {
        this.signals = signals;
    }

    @Override
    public Uni<Void> offer(Transaction transaction, List<JobOrder> orders) {
        if (orders.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return JobQueueTable.offer(transaction.connection(), orders)
                .invoke(isAnyNew -> {
                    if (isAnyNew) {
                        transaction.afterCommit(signals::work);
                    }
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> cancel(Transaction transaction, UUID jobId) {
        // Withdrawn first: a claim that comes between the two statements is seen by the second.
        return JobQueueTable.withdraw(transaction.connection(), jobId)
                .chain(() -> JobQueueTable.requestCancel(transaction.connection(), jobId))
                .invoke(held -> {
                    if (held) {
                        transaction.afterCommit(() -> signals.cancel(jobId));
                    }
                });
    }
}
