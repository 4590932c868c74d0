package dev.slipway.events;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A build as it stood at one version, whole: whoever reads it needs to ask nobody anything. At most 256 KiB as JSON. It carries no
 * parameter values and no secrets.
 *
 * @param id the build
 * @param serial the integer id that DaoCloud and Drone show; unique per installation
 * @param number gap-free per flow, from 1
 * @param version raised by 1 with every change of the build, its stages, its jobs and its steps
 * @param attempt 1, and one more for each restart in place
 * @param status the build's own state
 * @param reason why it ended as it did, in words for a person; null unless it ended badly
 * @param flow the flow that it is a build of
 * @param ref what was asked to be built
 * @param commit what git says of the commit; null before the source was fetched
 * @param trigger what caused the build
 * @param image the image that the build made, with its tag; null if none
 * @param origin who asked
 * @param createdAt when it was accepted
 * @param startedAt when its first job began
 * @param finishedAt when it became final
 * @param stages the file's own stages ({@code daocloud.yml} v3), else one per step, in order
 * @param jobs one per axis of the matrix
 */
public record BuildSnapshot(
        UUID id,
        long serial,
        long number,
        long version,
        int attempt,
        RunStatus status,
        @Nullable String reason,
        Flow flow,
        GitRef ref,
        @Nullable Commit commit,
        Trigger trigger,
        @Nullable String image,
        Origin origin,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        List<Stage> stages,
        List<Job> jobs) {

    public BuildSnapshot {
        stages = List.copyOf(stages);
        jobs = List.copyOf(jobs);
    }

    /**
     * @param tenant the slug of the tenant that owns the flow, which is also the {@code owner} of {@code repository}
     * @param name the flow's display name
     * @param repository {@code owner/name}
     * @param sourceUrl where the repository is cloned from, without credentials
     */
    public record Flow(
            UUID id,
            long serial,
            String tenant,
            String name,
            String repository,
            String sourceUrl,
            String defaultBranch) {}

    /**
     * @param message at most 4 KiB
     * @param authoredAt the commit's author date
     */
    public record Commit(String sha, String message, String authorName, String authorEmail, Instant authoredAt) {}

    /**
     * @param event the kind of event, in Drone's words lower-cased: push, tag, pull_request, deployment, manual
     * @param principal the name of the user or service account that caused it
     */
    public record Trigger(Event event, String principal) {

        public enum Event {
            PUSH,
            TAG,
            PULL_REQUEST,
            DEPLOYMENT,
            MANUAL
        }
    }

    public record Stage(String name, RunStatus status) {}

    /**
     * @param number 1 to n
     * @param exitCode of the step that decided the job; null until it is final
     * @param error why it could not be run; null otherwise
     */
    public record Job(
            UUID id,
            long serial,
            int number,
            RunStatus status,
            @Nullable Integer exitCode,
            @Nullable String error,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            List<Step> steps) {

        public Job {
            steps = List.copyOf(steps);
        }
    }

    /** @param position 0 to n; the order in the file */
    public record Step(
            int position,
            String name,
            RunStatus status,
            @Nullable Integer exitCode,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {}
}
