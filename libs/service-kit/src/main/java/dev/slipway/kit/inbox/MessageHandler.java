package dev.slipway.kit.inbox;

import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.trace.Traces;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Takes messages within the transaction that also marks them as taken. It makes work claimable; it never does long work itself.
 *
 * <p>A failure rolls everything back. If the failure would pass ({@code PostgresFailures.isPassing}, or a
 * {@code SlipwayException} that says unavailable), the messages are tried again for as long as it
 * takes; otherwise the one that fails also when it is alone goes to the dead letters with its cause.
 */
@FunctionalInterface
public interface MessageHandler {

    Uni<Void> handle(Transaction transaction, Received message);

    /**
     * Whether a message can have an effect here. One that cannot costs no transaction and leaves no row in the inbox, so the answer must
     * depend on nothing but the message.
     */
    default boolean concerns(Received message) {
        return true;
    }

    /** Takes several messages in their order: one after another, unless a handler can do with fewer statements for many. */
    default Uni<Void> handleAll(String consumer, Transaction transaction, List<Received> messages) {
        return Multi.createFrom()
                .iterable(messages)
                .onItem()
                .transformToUniAndConcatenate(message -> Traces.consuming(
                        consumer + " " + message.type().type(),
                        message.traceparent(),
                        traceparent -> handle(transaction.inTrace(traceparent), message)))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
