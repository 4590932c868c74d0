package dev.slipway.pipeline.dialect.nativeapi;

import dev.slipway.events.PipelineRunSnapshot;
import dev.slipway.events.RunStatus;
import dev.slipway.pipeline.run.PipelineRun;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as the native API shows it.
 *
 * @param owner the slug of the tenant that it belongs to
 * @param reason why it ended as it did; null unless it ended badly
 * @param requestedBy who started it
 * @param canceledBy who has asked for its end; null if nobody has
 * @param deadlineAt when it is ended whatever it waits for
 */
record RunView(
        UUID id,
        UUID pipelineId,
        String pipelineName,
        String owner,
        long number,
        long version,
        RunStatus status,
        @Nullable String reason,
        String requestedBy,
        @Nullable String canceledBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant deadlineAt,
        List<PipelineRunSnapshot.Stage> stages) {

    static RunView of(PipelineRun run) {
        PipelineRunSnapshot snapshot = run.snapshot();
        return new RunView(
                snapshot.id(),
                snapshot.pipelineId(),
                snapshot.pipelineName(),
                snapshot.tenant(),
                snapshot.number(),
                snapshot.version(),
                snapshot.status(),
                snapshot.reason(),
                run.requester().name(),
                run.canceledBy(),
                snapshot.createdAt(),
                snapshot.startedAt(),
                snapshot.finishedAt(),
                run.deadlineAt(),
                snapshot.stages());
    }
}
