package dev.slipway.pipeline.message;

import dev.slipway.events.BuildRefused;
import dev.slipway.events.BuildStatusChanged;
import dev.slipway.events.Message;
import dev.slipway.events.Origin;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.inbox.InboxConsumer;
import dev.slipway.kit.inbox.MessageHandler;
import dev.slipway.kit.inbox.Received;
import dev.slipway.pipeline.run.PipelineRuns;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes {@code slipway.build.events.v1}: what becomes of the builds that our steps asked for. */
@ApplicationScoped
class BuildEvents implements MessageHandler {

    private static final String CONSUMER = "build-events";

    private final InboxConsumer inbox;
    private final PipelineRuns runs;

    BuildEvents(InboxConsumer inbox, PipelineRuns runs) {
        this.inbox = inbox;
        this.runs = runs;
    }

    @Incoming(CONSUMER)
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.consume(CONSUMER, records, this);
    }

    /** Most builds are nobody's steps. */
    @Override
    public boolean concerns(Received received) {
        Message message = received.message();
        if (message instanceof BuildStatusChanged changed) {
            return isStep(changed.build().origin());
        }
        return !(message instanceof BuildRefused refused) || isStep(refused.origin());
    }

    @Override
    public Uni<Void> handle(Transaction transaction, Received received) {
        Message message = received.message();
        if (message instanceof BuildStatusChanged changed) {
            return runs.onBuild(transaction, changed.build());
        }
        if (message instanceof BuildRefused refused) {
            return runs.onRefused(transaction, refused);
        }
        throw new IllegalArgumentException(received.type() + " is no event of a build");
    }

    private static boolean isStep(Origin origin) {
        return origin.kind() == Origin.Kind.PIPELINE;
    }
}
