package dev.slipway.events;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A pipeline run, or a stage or step of it, has changed. */
public record PipelineRunStatusChanged(@Nullable RunStatus previousStatus, PipelineRunSnapshot run) implements Event {

    @Override
    public UUID aggregateId() {
        return run.id();
    }
}
