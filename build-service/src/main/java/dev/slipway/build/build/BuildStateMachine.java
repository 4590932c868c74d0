package dev.slipway.build.build;

import dev.slipway.build.runner.JobOutcome;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Every way in which a build, its jobs and its steps may change. Pure: it knows neither the clock nor the database.
 *
 * <pre>
 *                 a runner claims a job                 every job is over
 *   QUEUED ──────────────────────────────► RUNNING ───────────────────────► SUCCEEDED
 *     │                                       │                              FAILED
 *     │ canceled ──► CANCELED                 │ canceled, runner lost,       ERRORED
 *     │ nobody took it ──► TIMED_OUT          │ beyond its time limit        CANCELED
 *     │ cannot be run ──► ERRORED             └────────────────────────────► TIMED_OUT
 *     │ step not reached ──► SKIPPED
 * </pre>
 *
 * <p>One table serves all three levels. The states on the right are final: nothing leads out of them but a restart, which is another
 * attempt. A build is over when all its jobs are, and then as bad as the worst of them. WAITING and PAUSED have no way in yet.
 *
 * <p>A report that comes twice, too late, or in the wrong order changes nothing: the answer is then empty.
 */
final class BuildStateMachine {

    private static final Map<RunStatus, Set<RunStatus>> ALLOWED = allowed();

    /** Drone and DaoCloud show a message of this size whole; a snapshot must stay below 256 KiB. */
    private static final int MAX_REASON_CHARS = 1000;

    private BuildStateMachine() {}

    static boolean allows(RunStatus from, RunStatus to) {
        return Objects.requireNonNull(ALLOWED.get(from)).contains(to);
    }

    /** A runner has claimed the job. */
    static Optional<Transition> onJobStarted(Build build, UUID jobId, Instant now) {
        Job job = build.job(jobId);
        if (job == null
                || !allows(job.status(), RunStatus.RUNNING)
                || build.status().isFinal()) {
            return Optional.empty();
        }
        Build after = build.withJob(job.started(now));
        return changed(build, build.status() == RunStatus.RUNNING ? after : after.started(now));
    }

    /** The job's source is there and read. Only the first plan counts. */
    static Optional<Transition> onJobPlanned(Build build, UUID jobId, BuildSnapshot.Commit commit, List<Step> steps) {
        Job job = build.job(jobId);
        if (job == null || job.status() != RunStatus.RUNNING || !job.steps().isEmpty()) {
            return Optional.empty();
        }
        return changed(build, build.withJob(job.withSteps(steps)).withCommit(commit));
    }

    static Optional<Transition> onStepStarted(Build build, UUID jobId, int position, Instant now) {
        return onStep(build, jobId, position, RunStatus.RUNNING, step -> step.started(now));
    }

    /** @param status final */
    static Optional<Transition> onStepFinished(
            Build build, UUID jobId, int position, RunStatus status, @Nullable Integer exitCode, Instant now) {
        return status.isFinal()
                ? onStep(build, jobId, position, status, step -> step.ended(status, exitCode, now))
                : Optional.empty();
    }

    /** The job is over: steps that still run end as it did, those that were not begun are skipped. */
    static Optional<Transition> onJobFinished(
            Build build, UUID jobId, JobOutcome outcome, BuildSnapshot.@Nullable Commit commit, Instant now) {
        Job job = build.job(jobId);
        if (job == null || job.status().isFinal()) {
            return Optional.empty();
        }
        JobOutcome possible = allows(job.status(), outcome.status())
                ? outcome
                : JobOutcome.errored("the job ended " + outcome.status() + " before it had begun");
        Build after = build.withJob(ended(job, possible, now));
        if (commit != null && build.commit() == null) {
            after = after.withCommit(commit);
        }
        return changed(build, rolledUp(after, now));
    }

    /**
     * Somebody wants the build to end.
     *
     * @param held the jobs that a runner holds: it is told, and reports their end itself; all others end here
     */
    static Optional<Transition> onCancel(Build build, String principal, Set<UUID> held, Instant now) {
        if (build.status().isFinal()) {
            return Optional.empty();
        }
        Build asked = build.canceledBy() == null ? build.cancelRequested(principal) : build;
        JobOutcome outcome = new JobOutcome(RunStatus.CANCELED, null, "canceled by " + asked.canceledBy());
        Build after = rolledUp(endJobs(asked, held, outcome, now), now);
        return after.equals(build) ? Optional.empty() : changed(build, after);
    }

    /** A build whose jobs nobody has taken ends with the reason given. */
    static Optional<Transition> onNobodyCame(Build build, String reason, Instant now) {
        if (build.status() != RunStatus.QUEUED) {
            return Optional.empty();
        }
        JobOutcome outcome = new JobOutcome(RunStatus.TIMED_OUT, null, reason);
        return changed(build, rolledUp(endJobs(build, Set.of(), outcome, now), now));
    }

    private static Build endJobs(Build build, Set<UUID> except, JobOutcome outcome, Instant now) {
        Build after = build;
        for (Job job : build.jobs()) {
            if (!job.status().isFinal() && !except.contains(job.id())) {
                after = after.withJob(ended(job, outcome, now));
            }
        }
        return after;
    }

    private static Job ended(Job job, JobOutcome outcome, Instant now) {
        List<Step> steps = new ArrayList<>(job.steps());
        steps.replaceAll(step -> switch (step.status()) {
            case RUNNING -> step.ended(asStep(outcome.status()), outcome.exitCode(), now);
            case QUEUED, WAITING, PAUSED -> step.ended(RunStatus.SKIPPED, null, now);
            case SUCCEEDED, FAILED, ERRORED, CANCELED, TIMED_OUT, SKIPPED, IGNORED -> step;
        });
        return job.withSteps(steps).ended(outcome.status(), outcome.exitCode(), cut(outcome.reason()), now);
    }

    /** A step that was still running when its job succeeded has not been seen to succeed. */
    private static RunStatus asStep(RunStatus job) {
        return job == RunStatus.SUCCEEDED ? RunStatus.ERRORED : job;
    }

    private static Build rolledUp(Build build, Instant now) {
        RunStatus together =
                Stages.together(build.jobs().stream().map(Job::status).toList());
        if (!together.isFinal()) {
            return build;
        }
        String reason = build.jobs().stream()
                .filter(job -> job.status() == together)
                .map(Job::error)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return build.ended(together, reasonOf(build, together, reason), now);
    }

    private static @Nullable String reasonOf(Build build, RunStatus end, @Nullable String reason) {
        return end == RunStatus.CANCELED && build.canceledBy() != null ? "canceled by " + build.canceledBy() : reason;
    }

    private static Optional<Transition> onStep(
            Build build, UUID jobId, int position, RunStatus to, UnaryOperator<Step> change) {
        Job job = build.job(jobId);
        if (job == null || job.status() != RunStatus.RUNNING) {
            return Optional.empty();
        }
        List<Step> steps = new ArrayList<>(job.steps());
        int index = indexOf(steps, position);
        if (index < 0 || !allows(steps.get(index).status(), to)) {
            return Optional.empty();
        }
        steps.set(index, change.apply(steps.get(index)));
        return changed(build, build.withJob(job.withSteps(steps)));
    }

    private static int indexOf(List<Step> steps, int position) {
        for (int index = 0; index < steps.size(); index++) {
            if (steps.get(index).position() == position) {
                return index;
            }
        }
        return -1;
    }

    private static Optional<Transition> changed(Build before, Build after) {
        return Optional.of(new Transition(before, after.withVersion(before.version() + 1)));
    }

    private static @Nullable String cut(@Nullable String reason) {
        return reason == null || reason.length() <= MAX_REASON_CHARS ? reason : reason.substring(0, MAX_REASON_CHARS);
    }

    private static Map<RunStatus, Set<RunStatus>> allowed() {
        Map<RunStatus, Set<RunStatus>> table = new EnumMap<>(RunStatus.class);
        for (RunStatus from : RunStatus.values()) {
            table.put(
                    from,
                    switch (from) {
                        case QUEUED ->
                            Set.of(
                                    RunStatus.RUNNING,
                                    RunStatus.ERRORED,
                                    RunStatus.CANCELED,
                                    RunStatus.TIMED_OUT,
                                    RunStatus.SKIPPED);
                        case RUNNING ->
                            Set.of(
                                    RunStatus.SUCCEEDED,
                                    RunStatus.FAILED,
                                    RunStatus.ERRORED,
                                    RunStatus.CANCELED,
                                    RunStatus.TIMED_OUT);
                        case WAITING, PAUSED, SUCCEEDED, FAILED, ERRORED, CANCELED, TIMED_OUT, SKIPPED, IGNORED ->
                            Set.of();
                    });
        }
        return table;
    }
}
