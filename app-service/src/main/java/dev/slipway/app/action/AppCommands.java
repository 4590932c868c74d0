package dev.slipway.app.action;

import dev.slipway.events.AppActionRequested;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.inbox.InboxConsumer;
import dev.slipway.kit.inbox.Received;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes {@code slipway.app.commands.v1}: makes actions claimable, no more. */
@ApplicationScoped
class AppCommands {

    private static final String CONSUMER = "app-commands";

    private final InboxConsumer inbox;
    private final Actions actions;

    AppCommands(InboxConsumer inbox, Actions actions) {
        this.inbox = inbox;
        this.actions = actions;
    }

    @Incoming(CONSUMER)
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.consume(CONSUMER, records, this::handle);
    }

    private Uni<Void> handle(Transaction transaction, Received received) {
        if (received.message() instanceof AppActionRequested requested) {
            return actions.offer(transaction, requested.actionId());
        }
        // Lands among the dead letters, where somebody sees it.
        throw new IllegalArgumentException(received.type() + " is no command to app-service");
    }
}
