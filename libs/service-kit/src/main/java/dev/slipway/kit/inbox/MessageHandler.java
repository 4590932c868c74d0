package dev.slipway.kit.inbox;

import dev.slipway.kit.db.Transaction;
import io.smallrye.mutiny.Uni;

/**
 * Takes one message within the transaction that also marks it as taken. It makes work claimable; it never does long work itself.
 *
 * <p>A failure rolls everything back. If the failure would pass ({@code PostgresFailures.isPassing}, or a
 * {@code SlipwayException} that says unavailable), the message is tried again for as long as it
 * takes; otherwise it goes to the dead letters with its cause.
 */
@FunctionalInterface
public interface MessageHandler {

    Uni<Void> handle(Transaction transaction, Received message);
}
