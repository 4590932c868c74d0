package dev.slipway.pipeline.run;

import dev.slipway.events.BuildRequested;
import dev.slipway.events.GitRef;
import dev.slipway.events.Requester;
import dev.slipway.events.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs to try the state machine with. */
final class SomeRun {

    static final Instant CREATED = Instant.parse("2026-03-01T10:00:00Z");
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final GitRef MAIN = new GitRef(GitRef.Kind.BRANCH, "main", null);

    private SomeRun() {}

    /** A run that was just made, of stages with so many steps each. */
    static PipelineRun queued(int... stepsOfStages) {
        List<StageRun> stages = new ArrayList<>();
        for (int steps : stepsOfStages) {
            List<StepRun> waiting = new ArrayList<>();
            for (int step = 0; step < steps; step++) {
                waiting.add(StepRun.waiting(UUID.randomUUID(), UUID.randomUUID(), MAIN));
            }
            stages.add(new StageRun("stage " + (stages.size() + 1), RunStatus.QUEUED, waiting));
        }
        return new PipelineRun(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "release",
                1,
                1,
                RunStatus.QUEUED,
                null,
                new Requester("mia", "acme", false),
                null,
                CREATED,
                null,
                null,
                CREATED.plus(Duration.ofHours(24)),
                stages);
    }

    static Transition begun(PipelineRun queued) {
        return RunStateMachine.onBegin(queued, CREATED.plusSeconds(1)).orElseThrow();
    }

    static BuildReport report(BuildRequested build, long version, RunStatus status, @Nullable String reason) {
        return new BuildReport(
                build.origin().runId(), build.origin().stepId(), build.buildId(), 1, version, status, reason);
    }

    static List<BuildRequested> requests(Transition transition) {
        return transition.commands().stream()
                .filter(BuildRequested.class::isInstance)
                .map(BuildRequested.class::cast)
                .toList();
    }
}
