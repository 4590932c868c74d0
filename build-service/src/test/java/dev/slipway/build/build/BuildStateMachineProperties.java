package dev.slipway.build.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.runner.JobOutcome;
import dev.slipway.events.BuildStatusChanged;
import dev.slipway.events.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever is reported, in whatever order and however often. */
class BuildStateMachineProperties {

    /** Something that happens to a build. */
    interface Happening {

        Optional<Transition> to(Build build, Instant now);
    }

    @Property(tries = 2000)
    void everyTransitionIsInTheTable(@ForAll("happenings") List<Happening> happenings) {
        // When
        List<Transition> transitions = Replay.of(SomeBuild.queued(), happenings).transitions();

        // Then
        assertThat(transitions).allSatisfy(transition -> {
            assertAllowed(transition.before().status(), transition.after().status());
            Job before = transition.before().jobs().get(0);
            Job after = transition.after().jobs().get(0);
            assertAllowed(before.status(), after.status());
            Map<Integer, Step> earlier = new HashMap<>();
            before.steps().forEach(step -> earlier.put(step.position(), step));
            after.steps().stream()
                    .filter(step -> earlier.containsKey(step.position()))
                    .forEach(step -> assertAllowed(earlier.get(step.position()).status(), step.status()));
        });
    }

    @Property(tries = 2000)
    void aFinalBuildNeverChangesAgain(@ForAll("happenings") List<Happening> happenings) {
        // When
        List<Transition> transitions = Replay.of(SomeBuild.queued(), happenings).transitions();

        // Then
        assertThat(transitions)
                .noneMatch(transition -> transition.before().status().isFinal());
    }

    @Property(tries = 2000)
    void versionsRiseByOneAndTimesNeverRunBackwards(@ForAll("happenings") List<Happening> happenings) {
        // When
        Replay replay = Replay.of(SomeBuild.queued(), happenings);

        // Then
        Build last = replay.last();
        assertThat(last.version()).isEqualTo(1 + replay.transitions().size());
        assertThat(last.createdAt())
                .isBeforeOrEqualTo(Optional.ofNullable(last.startedAt()).orElse(Instant.MAX));
        if (last.startedAt() != null && last.finishedAt() != null) {
            assertThat(last.startedAt()).isBeforeOrEqualTo(last.finishedAt());
        }
    }

    @Property(tries = 2000)
    void aBuildIsOverExactlyWhenItsJobsAndStepsAre(@ForAll("happenings") List<Happening> happenings) {
        // When
        Build last = Replay.of(SomeBuild.queued(), happenings).last();

        // Then
        boolean allJobsOver = last.jobs().stream().allMatch(job -> job.status().isFinal());
        assertThat(last.status().isFinal()).isEqualTo(allJobsOver);
        assertThat(last.finishedAt() != null).isEqualTo(last.status().isFinal());
        if (last.status().isFinal()) {
            assertThat(last.stages()).allMatch(stage -> stage.status().isFinal());
        }
    }

    @Property(tries = 2000)
    void subscribersHearOfEveryChangeOfStatusOnce(@ForAll("happenings") List<Happening> happenings) {
        // When
        List<BuildStatusChanged> events =
                Replay.of(SomeBuild.queued(), happenings).events();

        // Then
        assertThat(events.stream().filter(event -> event.change() == BuildStatusChanged.Change.STARTED))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(events.stream().filter(event -> event.change() == BuildStatusChanged.Change.FINISHED))
                .hasSizeLessThanOrEqualTo(1);
        RunStatus known = RunStatus.QUEUED;
        for (BuildStatusChanged event : events) {
            assertThat(event.previousStatus()).isEqualTo(known);
            known = event.build().status();
        }
    }

    @Property(tries = 2000)
    void aRepeatChangesNothing(@ForAll("happenings") List<Happening> happenings) {
        // Given
        Replay once = Replay.of(SomeBuild.queued(), happenings);

        // When
        Build last = once.last();
        Optional<Transition> repeated = happenings.isEmpty()
                ? Optional.empty()
                : happenings.get(happenings.size() - 1).to(last, Instant.MAX.minusSeconds(1));

        // Then
        assertThat(repeated).isEmpty();
    }

    @Property(tries = 1000)
    void aLostRunnerEndsEveryBuildThatRuns(@ForAll("happenings") List<Happening> happenings) {
        // Given
        Build build = Replay.of(SomeBuild.queued(), happenings).last();

        // When
        Optional<Transition> lost = BuildStateMachine.onJobFinished(
                build, SomeBuild.JOB_ID, JobOutcome.RUNNER_LOST, null, SomeBuild.CREATED.plusSeconds(9999));

        // Then
        assertThat(lost.map(Transition::after).orElse(build).status().isFinal()).isTrue();
    }

    @Provide
    Arbitrary<List<Happening>> happenings() {
        return happening().list().ofMaxSize(14);
    }

    private static Arbitrary<Happening> happening() {
        Arbitrary<Integer> positions = Arbitraries.integers().between(0, 3);
        Arbitrary<RunStatus> statuses = Arbitraries.of(
                RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.ERRORED, RunStatus.CANCELED, RunStatus.TIMED_OUT);
        Arbitrary<Happening> started =
                Arbitraries.just((build, now) -> BuildStateMachine.onJobStarted(build, SomeBuild.JOB_ID, now));
        Arbitrary<Happening> planned = Arbitraries.just((build, now) ->
                BuildStateMachine.onJobPlanned(build, SomeBuild.JOB_ID, SomeBuild.COMMIT, SomeBuild.steps()));
        Arbitrary<Happening> stepStarted = positions.map(
                position -> (build, now) -> BuildStateMachine.onStepStarted(build, SomeBuild.JOB_ID, position, now));
        Arbitrary<Happening> stepFinished = Combinators.combine(positions, statuses)
                .as((position, status) -> (build, now) ->
                        BuildStateMachine.onStepFinished(build, SomeBuild.JOB_ID, position, status, 1, now));
        Arbitrary<Happening> jobFinished = statuses.map(status -> (build, now) -> BuildStateMachine.onJobFinished(
                build, SomeBuild.JOB_ID, new JobOutcome(status, 1, "why"), SomeBuild.COMMIT, now));
        Arbitrary<Happening> canceled = Arbitraries.of(Set.<UUID>of(), Set.of(SomeBuild.JOB_ID))
                .map(held -> (build, now) -> BuildStateMachine.onCancel(build, "ada", held, now));
        Arbitrary<Happening> nobodyCame =
                Arbitraries.just((build, now) -> BuildStateMachine.onNobodyCame(build, "nobody came", now));
        return Arbitraries.frequencyOf(
                Tuple.of(6, started),
                Tuple.of(6, planned),
                Tuple.of(8, stepStarted),
                Tuple.of(8, stepFinished),
                Tuple.of(2, jobFinished),
                Tuple.of(1, canceled),
                Tuple.of(1, nobodyCame));
    }

    private static void assertAllowed(RunStatus from, RunStatus to) {
        assertThat(from == to || BuildStateMachine.allows(from, to))
                .as("%s -> %s", from, to)
                .isTrue();
    }

    /** What became of a build after everything had happened to it, a second apart. */
    record Replay(Build last, List<Transition> transitions) {

        static Replay of(Build first, List<Happening> happenings) {
            Build build = first;
            List<Transition> transitions = new ArrayList<>();
            Instant now = SomeBuild.CREATED;
            for (Happening happening : happenings) {
                now = now.plusSeconds(1);
                Optional<Transition> transition = happening.to(build, now);
                if (transition.isPresent()) {
                    transitions.add(transition.get());
                    build = transition.get().after();
                }
            }
            return new Replay(build, transitions);
        }

        List<BuildStatusChanged> events() {
            return transitions.stream()
                    .flatMap(transition -> transition.event().stream())
                    .toList();
        }
    }
}
