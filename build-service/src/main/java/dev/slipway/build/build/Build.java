package dev.slipway.build.build;

import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.GitRef;
import dev.slipway.events.Origin;
import dev.slipway.events.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A build at one version, with its jobs and steps. It changes only by {@link BuildStateMachine}, and is seen from outside only as its
 * {@link #snapshot()}.
 *
 * @param reason why it ended as it did; null unless it ended badly
 * @param canceledBy who asked that it end; null while nobody has
 * @param traceparent the trace that its events belong to; null if its request was not traced
 */
public record Build(
        UUID id,
        long serial,
        long number,
        long version,
        int attempt,
        RunStatus status,
        @Nullable String reason,
        BuildSnapshot.Flow flow,
        GitRef ref,
        BuildSnapshot.@Nullable Commit commit,
        BuildSnapshot.Trigger trigger,
        @Nullable String image,
        Origin origin,
        @Nullable String canceledBy,
        @Nullable String traceparent,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        List<Job> jobs) {

    public Build {
        jobs = List.copyOf(jobs);
    }

    /** The stages in order; each has the state that its steps have together. */
    public List<BuildSnapshot.Stage> stages() {
        return Stages.of(jobs);
    }

    @Nullable
    Job job(UUID jobId) {
        for (Job job : jobs) {
            if (job.id().equals(jobId)) {
                return job;
            }
        }
        return null;
    }

    public BuildSnapshot snapshot() {
        return new BuildSnapshot(
                id,
                serial,
                number,
                version,
                attempt,
                status,
                reason,
                flow,
                ref,
                commit,
                trigger,
                image,
                origin,
                createdAt,
                startedAt,
                finishedAt,
                stages(),
                jobs.stream().map(Job::snapshot).toList());
    }

    Build withJob(Job changed) {
        List<Job> changedJobs = new ArrayList<>(jobs);
        changedJobs.replaceAll(job -> job.id().equals(changed.id()) ? changed : job);
        return with(status, reason, ref, commit, canceledBy, startedAt, finishedAt, changedJobs);
    }

    Build started(Instant now) {
        return with(RunStatus.RUNNING, reason, ref, commit, canceledBy, now, null, jobs);
    }

    Build ended(RunStatus end, @Nullable String why, Instant now) {
        return with(end, why, ref, commit, canceledBy, startedAt, now, jobs);
    }

    Build withCommit(BuildSnapshot.Commit found) {
        return with(status, reason, ref.withSha(found.sha()), found, canceledBy, startedAt, finishedAt, jobs);
    }

    Build cancelRequested(String principal) {
        return with(status, reason, ref, commit, principal, startedAt, finishedAt, jobs);
    }

    /** The version that follows this one. */
    Build withVersion(long next) {
        return new Build(
                id,
                serial,
                number,
                next,
                attempt,
                status,
                reason,
                flow,
                ref,
                commit,
                trigger,
                image,
                origin,
                canceledBy,
                traceparent,
                createdAt,
                startedAt,
                finishedAt,
                jobs);
    }

    private Build with(
            RunStatus newStatus,
            @Nullable String newReason,
            GitRef newRef,
            BuildSnapshot.@Nullable Commit newCommit,
            @Nullable String newCanceledBy,
            @Nullable Instant newStartedAt,
            @Nullable Instant newFinishedAt,
            List<Job> newJobs) {
        return new Build(
                id,
                serial,
                number,
                version,
                attempt,
                newStatus,
                newReason,
                flow,
                newRef,
                newCommit,
                trigger,
                image,
                origin,
                newCanceledBy,
                traceparent,
                createdAt,
                newStartedAt,
                newFinishedAt,
                newJobs);
    }
}
