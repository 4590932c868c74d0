package dev.slipway.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.BuildCancelRequested;
import dev.slipway.events.BuildRequested;
import dev.slipway.events.Origin;
import dev.slipway.events.PipelineRunCancelRequested;
import dev.slipway.events.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunStateMachineTest {

    private static final Instant NOW = SomeRun.CREATED.plusSeconds(60);

    @Test
    void theFirstStageAsksForTheBuildsOfAllItsSteps() {
        // Given
        PipelineRun queued = SomeRun.queued(2, 1);

        // When
        Transition begun = SomeRun.begun(queued);

        // Then
        assertThat(begun.after().status()).isEqualTo(RunStatus.RUNNING);
        assertThat(begun.after().stages())
                .extracting(StageRun::status)
                .containsExactly(RunStatus.RUNNING, RunStatus.QUEUED);
        assertThat(SomeRun.requests(begun)).hasSize(2).allSatisfy(request -> {
            assertThat(request.requester()).isEqualTo(queued.requester());
            assertThat(request.origin().kind()).isEqualTo(Origin.Kind.PIPELINE);
            assertThat(request.origin().runId()).isEqualTo(queued.id());
        });
        assertThat(begun.after().version()).isEqualTo(2);
    }

    @Test
    void aRunBeginsOnce() {
        // Given
        PipelineRun running = SomeRun.begun(SomeRun.queued(1)).after();

        // When
        Optional<Transition> again = RunStateMachine.onBegin(running, NOW);

        // Then
        assertThat(again).isEmpty();
    }

    @Test
    void theNextStageBeginsWhenAllStepsOfTheOneBeforeHaveSucceeded() {
        // Given
        Transition begun = SomeRun.begun(SomeRun.queued(2, 1));
        List<BuildRequested> builds = SomeRun.requests(begun);
        PipelineRun half = after(begun.after(), builds.get(0), RunStatus.SUCCEEDED);

        // When
        Transition next = RunStateMachine.onBuildReport(
                        half, SomeRun.report(builds.get(1), 5, RunStatus.SUCCEEDED, null), NOW)
                .orElseThrow();

        // Then
        assertThat(half.stages().get(1).status()).isEqualTo(RunStatus.QUEUED);
        assertThat(next.after().stages())
                .extracting(StageRun::status)
                .containsExactly(RunStatus.SUCCEEDED, RunStatus.RUNNING);
        assertThat(SomeRun.requests(next)).hasSize(1);
    }

    @Test
    void aRunSucceedsWithItsLastStage() {
        // Given
        Transition begun = SomeRun.begun(SomeRun.queued(1));

        // When
        PipelineRun ended = after(begun.after(), SomeRun.requests(begun).get(0), RunStatus.SUCCEEDED);

        // Then
        assertThat(ended.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(ended.reason()).isNull();
        assertThat(ended.finishedAt()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @EnumSource(
            value = RunStatus.class,
            names = {"FAILED", "ERRORED", "CANCELED", "TIMED_OUT"})
    void aStepThatDoesNotEndWellFailsTheRunAndSkipsTheRest(RunStatus bad) {
        // Given
        Transition begun = SomeRun.begun(SomeRun.queued(1, 2));
        BuildRequested build = SomeRun.requests(begun).get(0);

        // When
        Transition failed = RunStateMachine.onBuildReport(
                        begun.after(), SomeRun.report(build, 5, bad, "exit code 1"), NOW)
                .orElseThrow();

        // Then
        PipelineRun run = failed.after();
        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.reason())
                .isEqualTo("stage \"stage 1\", step 1: build " + build.buildId() + " ended " + bad + ": exit code 1");
        assertThat(run.stages()).extracting(StageRun::status).containsExactly(RunStatus.FAILED, RunStatus.SKIPPED);
        assertThat(run.stages().get(1).steps()).extracting(StepRun::status).containsOnly(RunStatus.SKIPPED);
        assertThat(failed.commands()).isEmpty();
    }

    @Test
    void aFailedStepLetsItsNeighboursEnd() {
        // Given
        Transition begun = SomeRun.begun(SomeRun.queued(2));
        List<BuildRequested> builds = SomeRun.requests(begun);

        // When
        PipelineRun one = after(begun.after(), builds.get(0), RunStatus.FAILED);
        PipelineRun both = after(one, builds.get(1), RunStatus.SUCCEEDED);

        // Then
        assertThat(one.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(both.status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void anOlderVersionOfABuildChangesNothing() {
        // Given
        Transition begun = SomeRun.begun(SomeRun.queued(1));
        BuildRequested build = SomeRun.requests(begun).get(0);
        PipelineRun running = RunStateMachine.onBuildReport(
                        begun.after(), SomeRun.report(build, 3, RunStatus.RUNNING, null), NOW)
                .orElseThrow()
                .after();

        // When
        Optional<Transition> older =
                RunStateMachine.onBuildReport(running, SomeRun.report(build, 2, RunStatus.QUEUED, null), NOW);
        Optional<Transition> same =
                RunStateMachine.onBuildReport(running, SomeRun.report(build, 3, RunStatus.RUNNING, null), NOW);

        // Then
        assertThat(older).isEmpty();
        assertThat(same).isEmpty();
    }

    @Test
    void aReportOfAnotherBuildOrAttemptChangesNothing() {
        // Given
        Transition begun = SomeRun.begun(SomeRun.queued(1));
        BuildRequested build = SomeRun.requests(begun).get(0);
        UUID runId = begun.after().id();
        UUID stepId = build.origin().stepId();

        // When
        Optional<Transition> otherBuild = RunStateMachine.onBuildReport(
                begun.after(), new BuildReport(runId, stepId, UUID.randomUUID(), 1, 9, RunStatus.SUCCEEDED, null), NOW);
        Optional<Transition> otherAttempt = RunStateMachine.onBuildReport(
                begun.after(), new BuildReport(runId, stepId, build.buildId(), 2, 9, RunStatus.SUCCEEDED, null), NOW);
        Optional<Transition> otherStep = RunStateMachine.onBuildReport(
                begun.after(),
                new BuildReport(runId, UUID.randomUUID(), build.buildId(), 1, 9, RunStatus.SUCCEEDED, null),
                NOW);

        // Then
        assertThat(List.of(otherBuild, otherAttempt, otherStep)).allMatch(Optional::isEmpty);
    }

    @Test
    void aQueuedRunIsCanceledAtOnce() {
        // Given
        PipelineRun queued = SomeRun.queued(1);

        // When
        Transition canceled =
                RunStateMachine.onCancel(queued, "ada", SomeRun.PATIENCE, NOW).orElseThrow();

        // Then
        assertThat(canceled.after().status()).isEqualTo(RunStatus.CANCELED);
        assertThat(canceled.after().reason()).isEqualTo("canceled by ada");
        assertThat(canceled.commands()).isEmpty();
    }

    @Test
    void aCanceledRunEndsWhenItsBuildsHave() {
        // Given
        Transition begun = SomeRun.begun(SomeRun.queued(2, 1));
        List<BuildRequested> builds = SomeRun.requests(begun);

        // When
        Transition canceled = RunStateMachine.onCancel(begun.after(), "ada", SomeRun.PATIENCE, NOW)
                .orElseThrow();
        PipelineRun one = after(canceled.after(), builds.get(0), RunStatus.SUCCEEDED);
        PipelineRun both = after(one, builds.get(1), RunStatus.CANCELED);

        // Then
        assertThat(canceled.after().status()).isEqualTo(RunStatus.RUNNING);
        assertThat(canceled.after().deadlineAt()).isEqualTo(NOW.plus(SomeRun.PATIENCE));
        assertThat(canceled.commands())
                .containsExactly(new PipelineRunCancelRequested(begun.after().id()));
        assertThat(one.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(both.status()).isEqualTo(RunStatus.CANCELED);
        assertThat(both.stages()).extracting(StageRun::status).containsExactly(RunStatus.CANCELED, RunStatus.SKIPPED);
    }

    @Test
    void aCanceledRunAsksForTheEndOfItsLiveBuildsOnly() {
        // Given
        Transition begun = SomeRun.begun(SomeRun.queued(2, 1));
        List<BuildRequested> builds = SomeRun.requests(begun);
        PipelineRun one = after(begun.after(), builds.get(0), RunStatus.SUCCEEDED);

        // When
        List<?> commands = RunStateMachine.cancelBuilds(one);

        // Then
        assertThat(commands)
                .singleElement()
                .isInstanceOfSatisfying(
                        BuildCancelRequested.class,
                        command -> assertThat(command.buildId())
                                .isEqualTo(builds.get(1).buildId()));
    }

    @Test
    void aRunAtItsDeadlineTimesOutAndCancelsItsBuilds() {
        // Given
        Transition begun = SomeRun.begun(SomeRun.queued(1, 1));

        // When
        Transition expired = RunStateMachine.onDeadline(begun.after(), NOW).orElseThrow();

        // Then
        assertThat(expired.after().status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(expired.after().stages())
                .extracting(StageRun::status)
                .containsExactly(RunStatus.TIMED_OUT, RunStatus.SKIPPED);
        assertThat(expired.commands())
                .hasOnlyElementsOfType(BuildCancelRequested.class)
                .hasSize(1);
    }

    @Test
    void aCanceledRunWhoseBuildsDoNotEndIsCanceledAtItsDeadline() {
        // Given
        Transition begun = SomeRun.begun(SomeRun.queued(1));
        PipelineRun canceled = RunStateMachine.onCancel(begun.after(), "ada", SomeRun.PATIENCE, NOW)
                .orElseThrow()
                .after();

        // When
        Transition expired = RunStateMachine.onDeadline(canceled, NOW).orElseThrow();

        // Then
        assertThat(expired.after().status()).isEqualTo(RunStatus.CANCELED);
    }

    private static PipelineRun after(PipelineRun run, BuildRequested build, RunStatus status) {
        return RunStateMachine.onBuildReport(run, SomeRun.report(build, 5, status, null), NOW)
                .orElseThrow()
                .after();
    }
}
