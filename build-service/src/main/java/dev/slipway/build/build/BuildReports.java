package dev.slipway.build.build;

import dev.slipway.build.build.BuildStore.Locked;
import dev.slipway.build.definition.BuildPlan;
import dev.slipway.build.definition.PlannedStep;
import dev.slipway.build.runner.JobOutcome;
import dev.slipway.build.runner.JobReports;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What runners report, as changes of builds: each report is one {@link Transition}, saved with its event. */
@ApplicationScoped
class BuildReports implements JobReports {

    private final BuildStore store;

    BuildReports(BuildStore store) {
        this.store = store;
    }

    @Override
    public Uni<Boolean> isWaiting(Transaction transaction, UUID jobId, int attempt) {
        return store.lockByJob(transaction, jobId)
                .map(found -> found.filter(locked -> !isUnwanted(locked.build(), jobId, attempt))
                        .map(locked -> locked.build().job(jobId))
                        .filter(job -> job.status() == RunStatus.QUEUED)
                        .isPresent());
    }

    @Override
    public Uni<Boolean> jobStarted(Transaction transaction, UUID jobId, int attempt) {
        return report(
                transaction,
                jobId,
                attempt,
                locked -> BuildStateMachine.onJobStarted(locked.build(), jobId, locked.now()));
    }

    @Override
    public Uni<Boolean> jobPlanned(
            Transaction transaction, UUID jobId, int attempt, BuildSnapshot.Commit commit, BuildPlan plan) {
        return report(
                transaction,
                jobId,
                attempt,
                locked -> BuildStateMachine.onJobPlanned(locked.build(), jobId, bounded(commit), steps(plan)));
    }

    @Override
    public Uni<Boolean> stepStarted(Transaction transaction, UUID jobId, int attempt, int position) {
        return report(
                transaction,
                jobId,
                attempt,
                locked -> BuildStateMachine.onStepStarted(locked.build(), jobId, position, locked.now()));
    }

    @Override
    public Uni<Boolean> stepFinished(
            Transaction transaction,
            UUID jobId,
            int attempt,
            int position,
            RunStatus status,
            @Nullable Integer exitCode) {
        return report(
                transaction,
                jobId,
                attempt,
                locked -> BuildStateMachine.onStepFinished(
                        locked.build(), jobId, position, status, exitCode, locked.now()));
    }

    @Override
    public Uni<Boolean> jobFinished(
            Transaction transaction,
            UUID jobId,
            int attempt,
            JobOutcome outcome,
            BuildSnapshot.@Nullable Commit commit) {
        return report(
                transaction,
                jobId,
                attempt,
                locked -> BuildStateMachine.onJobFinished(
                        locked.build(), jobId, outcome, commit == null ? null : bounded(commit), locked.now()));
    }

    private Uni<Boolean> report(
            Transaction transaction, UUID jobId, int attempt, Function<Locked, Optional<Transition>> change) {
        return store.lockByJob(transaction, jobId).chain(found -> {
            if (found.isEmpty() || isUnwanted(found.get().build(), jobId, attempt)) {
                return Uni.createFrom().item(false);
            }
            Optional<Transition> transition = change.apply(found.get());
            return transition.isEmpty()
                    ? Uni.createFrom().item(true)
                    : store.save(transaction, transition.get()).replaceWith(true);
        });
    }

    private static boolean isUnwanted(Build build, UUID jobId, int attempt) {
        Job job = build.job(jobId);
        return build.attempt() != attempt
                || build.status().isFinal()
                || job == null
                || job.status().isFinal();
    }

    private static List<Step> steps(BuildPlan plan) {
        List<Step> steps = new ArrayList<>();
        for (PlannedStep planned : plan.steps()) {
            steps.add(Step.queued(steps.size(), planned.name(), planned.stage()));
        }
        return steps;
    }

    private static BuildSnapshot.Commit bounded(BuildSnapshot.Commit commit) {
        return new BuildSnapshot.Commit(
                commit.sha(),
                Utf8.cut(commit.message(), Utf8.MAX_MESSAGE_BYTES),
                Utf8.cut(commit.authorName(), Utf8.MAX_NAME_BYTES),
                Utf8.cut(commit.authorEmail(), Utf8.MAX_NAME_BYTES),
                commit.authoredAt());
    }
}
