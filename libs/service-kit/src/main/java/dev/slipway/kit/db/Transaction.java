package dev.slipway.kit.db;

import dev.slipway.events.Message;
import dev.slipway.kit.outbox.OutboxTable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One open database transaction on one connection, and what is to leave the service with it. A message that is published here
 * becomes visible to the world if, and only if, the transaction commits.
 */
public final class Transaction {

    private final SqlConnection connection;
    private final AfterCommit afterCommit;
    private final @Nullable String traceparent;

    Transaction(SqlConnection connection, AfterCommit afterCommit, @Nullable String traceparent) {
        this.connection = connection;
        this.afterCommit = afterCommit;
        this.traceparent = traceparent;
    }

    public SqlConnection connection() {
        return connection;
    }

    /**
     * Adds messages to the outbox, in this order. Call it after the statement that changes (and thereby locks) the aggregate: that
     * is what keeps the messages of one aggregate in the order of its versions.
     */
    public Uni<Void> publish(Message... messages) {
        return publish(List.of(messages));
    }

    /** As {@link #publish(Message...)}. */
    public Uni<Void> publish(List<? extends Message> messages) {
        afterCommit.somethingWasPublished();
        return OutboxTable.insert(connection, messages, traceparent);
    }

    /** Runs when, and only when, the transaction has committed. For signals only: whatever must happen belongs into the transaction. */
    public void afterCommit(Runnable signal) {
        afterCommit.add(signal);
    }

    /** The W3C trace context that messages published here carry on; null if nothing is traced. */
    public @Nullable String traceparent() {
        return traceparent;
    }

    /** The same transaction, whose messages belong to another trace: that of the message or the build that is being worked on. */
    public Transaction inTrace(@Nullable String otherTraceparent) {
        return new Transaction(connection, afterCommit, otherTraceparent);
    }
}
