package dev.slipway.pipeline.run;

import dev.slipway.events.PipelineRunSnapshot;
import dev.slipway.events.Requester;
import dev.slipway.events.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run of a pipeline as it stands at one version.
 *
 * @param number of the pipeline's runs, from 1 without gaps
 * @param version raised by 1 with every change
 * @param requester on whose behalf its builds are asked for
 * @param canceledBy who has asked for its end; null if nobody has. Its live builds may go on for a moment after that
 * @param deadlineAt when it is ended whatever it waits for
 */
public record PipelineRun(
        UUID id,
        UUID pipelineId,
        String pipelineName,
        long number,
        long version,
        RunStatus status,
        @Nullable String reason,
        Requester requester,
        @Nullable String canceledBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant deadlineAt,
        List<StageRun> stages) {

    public PipelineRun {
        stages = List.copyOf(stages);
    }

    public String tenant() {
        return requester.tenant();
    }

    /** All that the world is told of it. */
    public PipelineRunSnapshot snapshot() {
        return new PipelineRunSnapshot(
                id,
                pipelineId,
                tenant(),
                pipelineName,
                number,
                version,
                status,
                reason,
                createdAt,
                startedAt,
                finishedAt,
                stages.stream().map(PipelineRun::snapshot).toList());
    }

    /** The steps whose builds were asked for and have not ended. */
    List<StepRun> liveSteps() {
        return stages.stream()
                .flatMap(stage -> stage.steps().stream())
                .filter(StepRun::isLive)
                .toList();
    }

    PipelineRun withStages(List<StageRun> newStages) {
        return copy(version, status, reason, canceledBy, startedAt, finishedAt, deadlineAt, newStages);
    }

    PipelineRun withStage(int index, StageRun stage) {
        List<StageRun> changed = new ArrayList<>(stages);
        changed.set(index, stage);
        return withStages(changed);
    }

    PipelineRun withVersion(long newVersion) {
        return copy(newVersion, status, reason, canceledBy, startedAt, finishedAt, deadlineAt, stages);
    }

    PipelineRun started(Instant now) {
        return copy(version, RunStatus.RUNNING, reason, canceledBy, now, finishedAt, deadlineAt, stages);
    }

    PipelineRun ended(RunStatus newStatus, @Nullable String newReason, Instant now) {
        return copy(version, newStatus, newReason, canceledBy, startedAt, now, deadlineAt, stages);
    }

    PipelineRun canceled(String by, Instant newDeadline) {
        return copy(version, status, reason, by, startedAt, finishedAt, newDeadline, stages);
    }

    private PipelineRun copy(
            long newVersion,
            RunStatus newStatus,
            @Nullable String newReason,
            @Nullable String newCanceledBy,
            @Nullable Instant newStartedAt,
            @Nullable Instant newFinishedAt,
            Instant newDeadlineAt,
            List<StageRun> newStages) {
        return new PipelineRun(
                id,
                pipelineId,
                pipelineName,
                number,
                newVersion,
                newStatus,
                newReason,
                requester,
                newCanceledBy,
                createdAt,
                newStartedAt,
                newFinishedAt,
                newDeadlineAt,
                newStages);
    }

    private static PipelineRunSnapshot.Stage snapshot(StageRun stage) {
        return new PipelineRunSnapshot.Stage(
                stage.name(),
                stage.status(),
                stage.steps().stream()
                        .map(step -> new PipelineRunSnapshot.Step(
                                step.id(), step.flowId(), step.buildId(), step.status(), step.reason()))
                        .toList());
    }
}
