package dev.slipway.pipeline.run;

import dev.slipway.events.BuildCancelRequested;
import dev.slipway.events.BuildRequested;
import dev.slipway.events.Command;
import dev.slipway.events.Origin;
import dev.slipway.events.PipelineRunCancelRequested;
import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may become of a run. Pure: it is given a run and what happened, and gives the run after it and what is to be asked of others, or
 * nothing if this changes nothing, as every repeat and every late word does.
 *
 * <pre>
 *            onBegin               the last stage ended well
 *   QUEUED ──────────► RUNNING ──────────────────────────────► SUCCEEDED
 *     │                 │ ▲ │
 *     │                 │ └─┘ a stage ended well: the next begins
 *     │                 │
 *     │                 ├── a stage ended, not well ──────────► FAILED
 *     │                 ├── onCancel, then its builds ended ──► CANCELED
 *     ├── onCancel ─────┼─────────────────────────────────────► CANCELED
 *     └── onDeadline ───┴─────────────────────────────────────► TIMED_OUT  (CANCELED, if that had been asked for)
 * </pre>
 *
 * <p>A stage ends when all of its steps have: one that fails does not take its neighbours with it. Later stages are SKIPPED then.
 */
final class RunStateMachine {

    private RunStateMachine() {}

    /** The run's turn has come: the first stage asks for its builds. */
    static Optional<Transition> onBegin(PipelineRun run, Instant now) {
        if (run.status() != RunStatus.QUEUED) {
            return Optional.empty();
        }
        return Optional.of(beginStage(run, run.started(now), 0));
    }

    /** build-service has said something about a build. */
    static Optional<Transition> onBuildReport(PipelineRun run, BuildReport report, Instant now) {
        for (int index = 0; index < run.stages().size(); index++) {
            StageRun stage = run.stages().get(index);
            for (StepRun step : stage.steps()) {
                if (step.id().equals(report.stepId()) && isNews(run, step, report)) {
                    StepRun changed = step.at(report.version(), report.status(), reasonOf(report));
                    StageRun after = stage.withSteps(each -> each.id().equals(step.id()) ? changed : each);
                    return Optional.of(advance(run, run.withStage(index, after), index, now));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Somebody wants the run to end. What has not been asked for is not asked for any more; builds that are under way are to be canceled, and
     * the run ends when they have.
     *
     * @param patience how long the run waits for its builds then
     */
    static Optional<Transition> onCancel(PipelineRun run, String by, Duration patience, Instant now) {
        if (run.status().isFinal() || run.canceledBy() != null) {
            return Optional.empty();
        }
        Instant deadline = earlier(run.deadlineAt(), now.plus(patience));
        PipelineRun canceled = run.canceled(by, deadline);
        if (run.liveSteps().isEmpty()) {
            return Optional.of(
                    transition(run, skipRest(canceled).ended(RunStatus.CANCELED, cancelReason(by), now), List.of()));
        }
        return Optional.of(transition(run, canceled, List.of(new PipelineRunCancelRequested(run.id()))));
    }

    /** Nobody waits for the run any longer, whatever its builds do. */
    static Optional<Transition> onDeadline(PipelineRun run, Instant now) {
        if (run.status().isFinal()) {
            return Optional.empty();
        }
        String by = run.canceledBy();
        RunStatus end = by == null ? RunStatus.TIMED_OUT : RunStatus.CANCELED;
        String reason = by == null ? "it had not ended by its deadline, " + run.deadlineAt() : cancelReason(by);
        List<StageRun> stages = run.stages().stream()
                .map(stage -> stage.withSteps(step -> step.isLive() ? step.ended(end, reason) : step))
                .map(stage -> stage.status() == RunStatus.RUNNING ? stage.withStatus(end) : stage)
                .toList();
        PipelineRun ended = skipRest(run.withStages(stages)).ended(end, reason, now);
        return Optional.of(transition(run, ended, cancelBuilds(run)));
    }

    /** What has to be asked of build-service so that the run's live builds end. Changes nothing of the run. */
    static List<Command> cancelBuilds(PipelineRun run) {
        return run.liveSteps().stream()
                .flatMap(step -> Stream.ofNullable(step.buildId())
                        .map(buildId -> new BuildCancelRequested(buildId, run.requester(), origin(run, step))))
                .map(Command.class::cast)
                .toList();
    }

    private static boolean isNews(PipelineRun run, StepRun step, BuildReport report) {
        return !run.status().isFinal()
                && step.isLive()
                && report.buildId().equals(step.buildId())
                && report.isAboutFirstAttempt()
                && report.version() > step.buildVersion();
    }

    /** After a step of the stage at {@code index} has changed. */
    private static Transition advance(PipelineRun before, PipelineRun run, int index, Instant now) {
        StageRun stage = run.stages().get(index);
        if (!stage.isOver()) {
            return transition(before, run, List.of());
        }
        String canceledBy = run.canceledBy();
        if (canceledBy != null) {
            RunStatus status = stage.endedWell() ? RunStatus.SUCCEEDED : RunStatus.CANCELED;
            return transition(
                    before,
                    skipRest(run.withStage(index, stage.withStatus(status)))
                            .ended(RunStatus.CANCELED, cancelReason(canceledBy), now),
                    List.of());
        }
        if (!stage.endedWell()) {
            PipelineRun failed = run.withStage(index, stage.withStatus(RunStatus.FAILED));
            return transition(before, skipRest(failed).ended(RunStatus.FAILED, failure(stage), now), List.of());
        }
        PipelineRun passed = run.withStage(index, stage.withStatus(RunStatus.SUCCEEDED));
        return index + 1 < run.stages().size()
                ? beginStage(before, passed, index + 1)
                : transition(before, passed.ended(RunStatus.SUCCEEDED, null, now), List.of());
    }

    private static Transition beginStage(PipelineRun before, PipelineRun run, int index) {
        StageRun begun =
                run.stages().get(index).withStatus(RunStatus.RUNNING).withSteps(step -> step.asking(Ids.newId()));
        return transition(before, run.withStage(index, begun), requestBuilds(run, begun));
    }

    private static List<Command> requestBuilds(PipelineRun run, StageRun stage) {
        List<Command> requests = new ArrayList<>();
        for (StepRun step : stage.steps()) {
            if (step.buildId() != null) {
                requests.add(new BuildRequested(
                        step.buildId(), step.flowId(), step.ref(), List.of(), run.requester(), origin(run, step)));
            }
        }
        return requests;
    }

    /** Everything that was never begun. */
    private static PipelineRun skipRest(PipelineRun run) {
        return run.withStages(run.stages().stream()
                .map(stage -> stage.status() == RunStatus.QUEUED
                        ? stage.withStatus(RunStatus.SKIPPED).withSteps(step -> step.ended(RunStatus.SKIPPED, null))
                        : stage)
                .toList());
    }

    /** Names the first step that did not end well, and its build. */
    private static String failure(StageRun stage) {
        for (int index = 0; index < stage.steps().size(); index++) {
            StepRun step = stage.steps().get(index);
            if (!step.endedWell()) {
                return "stage \"%s\", step %d: build %s ended %s: %s"
                        .formatted(stage.name(), index + 1, step.buildId(), step.status(), step.reason());
            }
        }
        throw new IllegalArgumentException("stage " + stage.name() + " ended well");
    }

    private static Transition transition(PipelineRun before, PipelineRun after, List<Command> commands) {
        return new Transition(before.status(), after.withVersion(before.version() + 1), commands);
    }

    private static @Nullable String reasonOf(BuildReport report) {
        return switch (report.status()) {
            case FAILED, ERRORED, CANCELED, TIMED_OUT ->
                report.reason() == null ? "no reason was told" : report.reason();
            case QUEUED, RUNNING, WAITING, PAUSED, SUCCEEDED, SKIPPED, IGNORED -> null;
        };
    }

    private static String cancelReason(String by) {
        return "canceled by " + by;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Origin origin(PipelineRun run, StepRun step) {
        return new Origin(Origin.Kind.PIPELINE, run.id(), step.id());
    }
}
