package dev.slipway.events;

import java.util.UUID;

/** pipeline-service's own command about a run that exists: its first stage may begin. */
public record PipelineRunRequested(UUID runId) implements Command {

    @Override
    public UUID aggregateId() {
        return runId;
    }
}
