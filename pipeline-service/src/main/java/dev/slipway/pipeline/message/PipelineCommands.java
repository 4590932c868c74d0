package dev.slipway.pipeline.message;

import dev.slipway.events.Message;
import dev.slipway.events.PipelineRunCancelRequested;
import dev.slipway.events.PipelineRunRequested;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.inbox.InboxConsumer;
import dev.slipway.kit.inbox.Received;
import dev.slipway.pipeline.run.PipelineRuns;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes {@code slipway.pipeline.commands.v1}: our own commands about runs that exist. */
@ApplicationScoped
class PipelineCommands {

    private static final String CONSUMER = "pipeline-commands";

    private final InboxConsumer inbox;
    private final PipelineRuns runs;

    PipelineCommands(InboxConsumer inbox, PipelineRuns runs) {
        this.inbox = inbox;
        this.runs = runs;
    }

    @Incoming(CONSUMER)
    Uni<Void> on(ConsumerRecords<String, byte[]> records) {
        return inbox.consume(CONSUMER, records, this::handle);
    }

    private Uni<Void> handle(Transaction transaction, Received received) {
        Message message = received.message();
        if (message instanceof PipelineRunRequested requested) {
            return runs.begin(transaction, requested.runId());
        }
        if (message instanceof PipelineRunCancelRequested requested) {
            return runs.cancelBuilds(transaction, requested.runId());
        }
        // Lands among the dead letters, where somebody sees it.
        throw new IllegalArgumentException(received.type() + " is no command to pipeline-service");
    }
}
