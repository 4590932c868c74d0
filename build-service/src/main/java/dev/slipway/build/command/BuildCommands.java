package dev.slipway.build.command;

import dev.slipway.build.build.Builds;
import dev.slipway.events.BuildCancelRequested;
import dev.slipway.events.BuildQueued;
import dev.slipway.events.BuildRequested;
import dev.slipway.events.Message;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.inbox.InboxConsumer;
import dev.slipway.kit.inbox.MessageHandler;
import dev.slipway.kit.inbox.Received;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes {@code slipway.build.commands.v1}: our own commands about builds that exist, and other services' requests. The builds that
 * a batch says are queued are offered to runners together.
 */
@ApplicationScoped
class BuildCommands implements MessageHandler {

    private static final String CONSUMER = "build-commands";

    private final InboxConsumer inbox;
    private final Builds builds;
    private final BuildRequests requests;

    BuildCommands(InboxConsumer inbox, Builds builds, BuildRequests requests) {
        this.inbox = inbox;
        this.builds = builds;
        this.requests = requests;
    }

    @Incoming(CONSUMER)
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.consume(CONSUMER, records, this);
    }

    /** What is queued goes first: a cancellation among the others finds it in the queue, and takes it out again. */
    @Override
    public Uni<Void> handleAll(String consumer, Transaction transaction, List<Received> messages) {
        List<BuildQueued> queued = new ArrayList<>();
        List<Received> others = new ArrayList<>();
        for (Received received : messages) {
            if (received.message() instanceof BuildQueued one) {
                queued.add(one);
            } else {
                others.add(received);
            }
        }
        return builds.offer(transaction, queued)
                .chain(() -> MessageHandler.super.handleAll(consumer, transaction, others));
    }

    @Override
    public Uni<Void> handle(Transaction transaction, Received received) {
        Message message = received.message();
        if (message instanceof BuildQueued queued) {
            return builds.offer(transaction, List.of(queued));
        }
        if (message instanceof BuildRequested requested) {
            return requests.create(transaction, requested);
        }
        if (message instanceof BuildCancelRequested requested) {
            return requests.cancel(transaction, requested);
        }
        // Lands among the dead letters, where somebody sees it.
        throw new IllegalArgumentException(received.type() + " is no command to build-service");
    }
}
