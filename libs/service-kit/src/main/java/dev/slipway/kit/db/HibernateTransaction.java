package dev.slipway.kit.db;

import dev.slipway.events.Message;
import dev.slipway.kit.outbox.OutboxTable;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The sibling of {@link Transaction} for aggregates that Hibernate Reactive holds: the same outbox, on the session's own connection. */
public final class HibernateTransaction {

    private final Mutiny.Session session;
    private final AfterCommit afterCommit;
    private final @Nullable String traceparent;

    HibernateTransaction(Mutiny.Session session, AfterCommit afterCommit, @Nullable String traceparent) {
        this.session = session;
        this.afterCommit = afterCommit;
        this.traceparent = traceparent;
    }

    public Mutiny.Session session() {
        return session;
    }

    /** Flushes what the session holds, then adds the messages to the outbox, in this order. */
    public Uni<Void> publish(Message... messages) {
        afterCommit.somethingWasPublished();
        return session.flush().chain(() -> OutboxTable.insert(session, List.of(messages), traceparent));
    }

    /** As {@link Transaction#afterCommit}. */
    public void afterCommit(Runnable signal) {
        afterCommit.add(signal);
    }
}
