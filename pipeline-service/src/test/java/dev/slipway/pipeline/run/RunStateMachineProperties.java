package dev.slipway.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Whatever is told of a run's builds, in whatever order and however often. */
class RunStateMachineProperties {

    /** Something that happens to a run. */
    interface Happening {

        Optional<Transition> to(PipelineRun run, Instant now);
    }

    @Property(tries = 2000)
    void aFinalRunNeverChangesAgain(@ForAll("happenings") List<Happening> happenings) {
        // When
        Replay replay = Replay.of(SomeRun.queued(2, 1, 2), happenings);

        // Then
        assertThat(replay.transitions())
                .noneMatch(transition -> transition.previousStatus() != null
                        && transition.previousStatus().isFinal());
    }

    @Property(tries = 2000)
    void versionsRiseByOneWithEveryEvent(@ForAll("happenings") List<Happening> happenings) {
        // When
        Replay replay = Replay.of(SomeRun.queued(2, 1, 2), happenings);

        // Then
        long version = 1;
        RunStatus status = RunStatus.QUEUED;
        for (Transition transition : replay.transitions()) {
            assertThat(transition.after().version()).isEqualTo(++version);
            assertThat(transition.previousStatus()).isEqualTo(status);
            status = transition.after().status();
        }
    }

    @Property(tries = 2000)
    void everyStepAsksForAtMostOneBuildAndInTheOrderOfStages(@ForAll("happenings") List<Happening> happenings) {
        // When
        Replay replay = Replay.of(SomeRun.queued(2, 1, 2), happenings);

        // Then
        List<UUID> asked = replay.transitions().stream()
                .flatMap(transition -> SomeRun.requests(transition).stream())
                .map(request -> request.origin().stepId())
                .toList();
        List<UUID> inOrder = replay.last().stages().stream()
                .flatMap(stage -> stage.steps().stream())
                .map(StepRun::id)
                .toList();
        assertThat(asked).isEqualTo(inOrder.subList(0, asked.size()));
    }

    @Property(tries = 2000)
    void aStageBeginsOnlyWhenAllBeforeItHaveSucceeded(@ForAll("happenings") List<Happening> happenings) {
        // When
        Replay replay = Replay.of(SomeRun.queued(2, 1, 2), happenings);

        // Then
        for (Transition transition : replay.transitions()) {
            List<StageRun> stages = transition.after().stages();
            for (int index = 1; index < stages.size(); index++) {
                if (stages.get(index).steps().stream().anyMatch(step -> step.buildId() != null)) {
                    assertThat(stages.get(index - 1).status()).isEqualTo(RunStatus.SUCCEEDED);
                }
            }
        }
    }

    @Property(tries = 2000)
    void aRunIsOverExactlyWhenAllOfItIs(@ForAll("happenings") List<Happening> happenings) {
        // When
        PipelineRun last = Replay.of(SomeRun.queued(2, 1, 2), happenings).last();

        // Then
        boolean stagesOver =
                last.stages().stream().allMatch(stage -> stage.status().isFinal());
        boolean stepsOver = last.stages().stream().allMatch(StageRun::isOver);
        assertThat(stagesOver).isEqualTo(last.status().isFinal());
        assertThat(stepsOver).isEqualTo(last.status().isFinal());
        assertThat(last.finishedAt() != null).isEqualTo(last.status().isFinal());
        assertThat(last.reason() != null).isEqualTo(last.status().isFinal() && last.status() != RunStatus.SUCCEEDED);
    }

    @Property(tries = 2000)
    void aRunningRunAlwaysWaitsForABuild(@ForAll("happenings") List<Happening> happenings) {
        // When
        PipelineRun last = Replay.of(SomeRun.queued(2, 1, 2), happenings).last();

        // Then
        assertThat(last.liveSteps().isEmpty()).isEqualTo(last.status() != RunStatus.RUNNING);
    }

    @Property(tries = 2000)
    void whatIsToldTwiceChangesNothingTheSecondTime(@ForAll("happenings") List<Happening> happenings) {
        // Given
        PipelineRun last = Replay.of(SomeRun.queued(2, 1, 2), happenings).last();

        // When
        List<Optional<Transition>> repeated = happenings.stream()
                .filter(Told.class::isInstance)
                .map(happening -> ((Told) happening).again(last))
                .toList();

        // Then
        assertThat(repeated).allMatch(Optional::isEmpty);
    }

    @Property(tries = 1000)
    void theDeadlineEndsWhateverHasNotEnded(@ForAll("happenings") List<Happening> happenings) {
        // Given
        PipelineRun last = Replay.of(SomeRun.queued(2, 1, 2), happenings).last();

        // When
        PipelineRun ended = RunStateMachine.onDeadline(last, SomeRun.CREATED.plusSeconds(9999))
                .map(Transition::after)
                .orElse(last);

        // Then
        assertThat(ended.status().isFinal()).isTrue();
        assertThat(ended.stages()).allMatch(stage -> stage.status().isFinal() && stage.isOver());
    }

    @Provide
    Arbitrary<List<Happening>> happenings() {
        return Arbitraries.frequencyOf(
                        Tuple.of(2, Arbitraries.just((Happening) RunStateMachine::onBegin)),
                        Tuple.of(20, told()),
                        Tuple.of(1, Arbitraries.just((Happening)
                                (run, now) -> RunStateMachine.onCancel(run, "ada", SomeRun.PATIENCE, now))),
                        Tuple.of(
                                1,
                                Arbitraries.of(
                                        (Happening) RunStateMachine::onDeadline, (run, now) -> Optional.empty())))
                .list()
                .ofMaxSize(30);
    }

    private static Arbitrary<Happening> told() {
        Arbitrary<RunStatus> statuses = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just(RunStatus.SUCCEEDED)),
                Tuple.of(3, Arbitraries.of(RunStatus.QUEUED, RunStatus.RUNNING)),
                Tuple.of(
                        1, Arbitraries.of(RunStatus.FAILED, RunStatus.ERRORED, RunStatus.CANCELED, RunStatus.SKIPPED)));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.longs().between(1, 4),
                        Arbitraries.frequencyOf(Tuple.of(9, Arbitraries.just(1)), Tuple.of(1, Arbitraries.just(2))),
                        statuses)
                .as(Told::new);
    }

    /** A word about the build of one step, as far as it has one. */
    record Told(int stage, int step, long version, int attempt, RunStatus status) implements Happening {

        @Override
        public Optional<Transition> to(PipelineRun run, Instant now) {
            BuildReport report = report(run);
            return report == null ? Optional.empty() : RunStateMachine.onBuildReport(run, report, now);
        }

        /** The same word, twice in a row: what it says the second time. */
        Optional<Transition> again(PipelineRun run) {
            PipelineRun once = to(run, SomeRun.CREATED).map(Transition::after).orElse(run);
            return to(once, SomeRun.CREATED);
        }

        private @Nullable BuildReport report(PipelineRun run) {
            List<StepRun> steps = run.stages().get(stage).steps();
            StepRun told = steps.get(Math.min(step, steps.size() - 1));
            UUID buildId = told.buildId();
            return buildId == null
                    ? null
                    : new BuildReport(run.id(), told.id(), buildId, attempt, version, status, null);
        }
    }

    /** What became of a run after everything had happened to it, a second apart. */
    record Replay(PipelineRun last, List<Transition> transitions) {

        static Replay of(PipelineRun first, List<Happening> happenings) {
            PipelineRun run = first;
            List<Transition> transitions = new ArrayList<>();
            Instant now = SomeRun.CREATED;
            for (Happening happening : happenings) {
                now = now.plusSeconds(1);
                Optional<Transition> transition = happening.to(run, now);
                if (transition.isPresent()) {
                    transitions.add(transition.get());
                    run = transition.get().after();
                }
            }
            return new Replay(run, transitions);
        }
    }
}
