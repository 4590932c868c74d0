package dev.slipway.build.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.runner.JobOutcome;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.BuildStatusChanged;
import dev.slipway.events.BuildStatusChanged.Change;
import dev.slipway.events.RunStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BuildStateMachineTest {

    private static final Instant NOW = SomeBuild.CREATED.plusSeconds(10);

    @Test
    void aBuildThatGoesWellTellsOfItsStartItsStagesAndItsEnd() {
        // Given
        Build build = SomeBuild.queued();

        // When
        Transition started =
                BuildStateMachine.onJobStarted(build, SomeBuild.JOB_ID, NOW).orElseThrow();
        Transition planned = BuildStateMachine.onJobPlanned(
                        started.after(), SomeBuild.JOB_ID, SomeBuild.COMMIT, SomeBuild.steps())
                .orElseThrow();
        Transition compiling = BuildStateMachine.onStepStarted(planned.after(), SomeBuild.JOB_ID, 0, NOW)
                .orElseThrow();
        Transition compiled = BuildStateMachine.onStepFinished(
                        compiling.after(), SomeBuild.JOB_ID, 0, RunStatus.SUCCEEDED, 0, NOW)
                .orElseThrow();

        // Then
        assertThat(started.event().map(BuildStatusChanged::change)).contains(Change.STARTED);
        assertThat(planned.event()).isEmpty();
        assertThat(planned.after().ref().sha()).isEqualTo(SomeBuild.COMMIT.sha());
        assertThat(compiling.event()).hasValueSatisfying(event -> {
            assertThat(event.change()).isEqualTo(Change.STAGE_CHANGED);
            assertThat(event.changedStages()).containsExactly("compile");
        });
        assertThat(compiled.after().stages())
                .containsExactly(
                        new BuildSnapshot.Stage("compile", RunStatus.SUCCEEDED),
                        new BuildSnapshot.Stage("test", RunStatus.QUEUED),
                        new BuildSnapshot.Stage("package", RunStatus.QUEUED));
    }

    @Test
    void aFailedStepFailsTheBuildAndSkipsTheRest() {
        // Given
        Build build = running(1);

        // When
        Build failed = BuildStateMachine.onStepFinished(build, SomeBuild.JOB_ID, 0, RunStatus.FAILED, 2, NOW)
                .flatMap(transition -> BuildStateMachine.onJobFinished(
                        transition.after(),
                        SomeBuild.JOB_ID,
                        new JobOutcome(RunStatus.FAILED, 2, "step compile ended with exit code 2"),
                        null,
                        NOW))
                .orElseThrow()
                .after();

        // Then
        assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
        assertThat(failed.reason()).isEqualTo("step compile ended with exit code 2");
        assertThat(failed.jobs().get(0).exitCode()).isEqualTo(2);
        assertThat(failed.stages())
                .extracting(BuildSnapshot.Stage::status)
                .containsExactly(RunStatus.FAILED, RunStatus.SKIPPED, RunStatus.SKIPPED);
    }

    @Test
    void aBuildThatWaitsIsCanceledAtOnce() {
        // When
        Transition canceled = BuildStateMachine.onCancel(SomeBuild.queued(), "ada", Set.of(), NOW)
                .orElseThrow();

        // Then
        assertThat(canceled.after().status()).isEqualTo(RunStatus.CANCELED);
        assertThat(canceled.after().reason()).isEqualTo("canceled by ada");
        assertThat(canceled.event().map(BuildStatusChanged::change)).contains(Change.FINISHED);
    }

    @Test
    void aBuildThatRunsIsCanceledByItsRunner() {
        // Given
        Build build = running(1);

        // When
        Transition asked = BuildStateMachine.onCancel(build, "ada", Set.of(SomeBuild.JOB_ID), NOW)
                .orElseThrow();
        Optional<Transition> again = BuildStateMachine.onCancel(asked.after(), "bob", Set.of(SomeBuild.JOB_ID), NOW);
        Transition killed = BuildStateMachine.onJobFinished(
                        asked.after(), SomeBuild.JOB_ID, new JobOutcome(RunStatus.CANCELED, 137, "killed"), null, NOW)
                .orElseThrow();

        // Then
        assertThat(asked.after().status()).isEqualTo(RunStatus.RUNNING);
        assertThat(asked.event()).isEmpty();
        assertThat(again).isEmpty();
        assertThat(killed.after().status()).isEqualTo(RunStatus.CANCELED);
        assertThat(killed.after().reason()).isEqualTo("canceled by ada");
        assertThat(killed.after().jobs().get(0).steps().get(0).exitCode()).isEqualTo(137);
    }

    @Test
    void aBuildThatNobodyTakesTimesOut() {
        // When
        Build over = BuildStateMachine.onNobodyCame(SomeBuild.queued(), "no runner took it", NOW)
                .orElseThrow()
                .after();

        // Then
        assertThat(over.status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(over.reason()).isEqualTo("no runner took it");
        assertThat(over.startedAt()).isNull();
        assertThat(over.finishedAt()).isEqualTo(NOW);
    }

    @Test
    void aRunnerThatIsLostErrsTheBuild() {
        // When
        Build over = BuildStateMachine.onJobFinished(running(1), SomeBuild.JOB_ID, JobOutcome.RUNNER_LOST, null, NOW)
                .orElseThrow()
                .after();

        // Then
        assertThat(over.status()).isEqualTo(RunStatus.ERRORED);
        assertThat(over.reason()).isEqualTo("runner lost");
        assertThat(over.jobs().get(0).steps().get(0).status()).isEqualTo(RunStatus.ERRORED);
    }

    @Test
    void aLongReasonIsCut() {
        // When
        Build over = BuildStateMachine.onJobFinished(
                        running(0), SomeBuild.JOB_ID, JobOutcome.errored("x".repeat(5000)), null, NOW)
                .orElseThrow()
                .after();

        // Then
        assertThat(over.reason()).hasSize(1000);
    }

    /** @param startedSteps how many of the three steps run */
    private static Build running(int startedSteps) {
        Build build = BuildStateMachine.onJobStarted(SomeBuild.queued(), SomeBuild.JOB_ID, NOW)
                .flatMap(started -> BuildStateMachine.onJobPlanned(
                        started.after(), SomeBuild.JOB_ID, SomeBuild.COMMIT, SomeBuild.steps()))
                .orElseThrow()
                .after();
        for (int position = 0; position < startedSteps; position++) {
            build = BuildStateMachine.onStepStarted(build, SomeBuild.JOB_ID, position, NOW)
                    .orElseThrow()
                    .after();
        }
        return build;
    }
}
