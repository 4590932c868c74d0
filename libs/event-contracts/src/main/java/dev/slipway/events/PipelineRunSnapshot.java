package dev.slipway.events;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A pipeline run as it stood at one version. */
public record PipelineRunSnapshot(
        UUID id,
        UUID pipelineId,
        String tenant,
        String pipelineName,
        long number,
        long version,
        RunStatus status,
        @Nullable String reason,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        List<Stage> stages) {

    public PipelineRunSnapshot {
        stages = List.copyOf(stages);
    }

    public record Stage(String name, RunStatus status, List<Step> steps) {

        public Stage {
            steps = List.copyOf(steps);
        }
    }

    /** @param buildId the build that the step asked for; null before it asked */
    public record Step(
            UUID id,
            UUID flowId,
            @Nullable UUID buildId,
            RunStatus status,
            @Nullable String reason) {}
}
