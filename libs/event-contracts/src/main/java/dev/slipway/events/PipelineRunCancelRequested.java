package dev.slipway.events;

import java.util.UUID;

/** pipeline-service's own command: the builds of the run that are not final are to be cancelled. */
public record PipelineRunCancelRequested(UUID runId) implements Command {

    @Override
    public UUID aggregateId() {
        return runId;
    }
}
