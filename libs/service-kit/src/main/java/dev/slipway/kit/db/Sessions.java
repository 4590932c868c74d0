package dev.slipway.kit.db;

import dev.slipway.kit.outbox.OutboxSignal;
import dev.slipway.kit.trace.Traces;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Hibernate Reactive sessions, one per unit of work. Services without entities never touch it. */
@ApplicationScoped
public class Sessions {

    private final Instance<Mutiny.SessionFactory> factory;
    private final OutboxSignal outboxSignal;

    public Sessions(Instance<Mutiny.SessionFactory> factory, OutboxSignal outboxSignal) {
        this.factory = factory;
        this.outboxSignal = outboxSignal;
    }

    /** Runs {@code work} in one transaction: committed if the Uni ends well, rolled back if it fails. */
    public <T extends @Nullable Object> Uni<T> inTransaction(Function<HibernateTransaction, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            AfterCommit afterCommit = new AfterCommit();
            String traceparent = Traces.current();
            return factory.get()
                    .withTransaction((session, ignored) ->
                            work.apply(new HibernateTransaction(session, afterCommit, traceparent)))
                    .invoke(() -> afterCommit.run(outboxSignal::wake));
        });
    }

    /** Reads without a transaction, and without a memory of what was read: changes to it are written by nobody. */
    public <T extends @Nullable Object> Uni<T> read(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> factory.get().withStatelessSession(work));
    }
}
