package dev.slipway.kit.db;

import dev.slipway.kit.outbox.OutboxSignal;
import dev.slipway.kit.trace.Traces;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The service's own PostgreSQL through the Vert.x client: for what is hot, and for what is decided by a single statement. */
@ApplicationScoped
public class Database {

    private final Pool pool;
    private final OutboxSignal outboxSignal;

    public Database(Pool pool, OutboxSignal outboxSignal) {
        this.pool = pool;
        this.outboxSignal = outboxSignal;
    }

    /** Runs {@code work} in one transaction: committed if the Uni ends well, rolled back if it fails. */
    public <T extends @Nullable Object> Uni<T> inTransaction(Function<Transaction, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            AfterCommit afterCommit = new AfterCommit();
            String traceparent = Traces.current();
            return pool.withTransaction(connection -> work.apply(new Transaction(connection, afterCommit, traceparent)))
                    .invoke(() -> afterCommit.run(outboxSignal::wake));
        });
    }

    /** Runs statements that need no transaction of their own. */
    public <T extends @Nullable Object> Uni<T> query(Function<SqlClient, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> work.apply(pool));
    }
}
