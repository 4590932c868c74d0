package dev.slipway.build.dialect.drone;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.build.build.Build;
import dev.slipway.dialects.drone.DroneStatus;
import dev.slipway.dialects.drone.DroneTime;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.GitRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A build as Drone 0.5 shows it: no field is ever absent but {@code jobs}, which only a single build has.
 *
 * @param parent the build that this is a fork of; 0 for none
 */
record DroneBuild(
        @JsonProperty("id") long id,
        @JsonProperty("number") long number,
        @JsonProperty("parent") long parent,
        @JsonProperty("event") String event,
        @JsonProperty("status") String status,
        @JsonProperty("enqueued_at") long enqueuedAt,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("started_at") long startedAt,
        @JsonProperty("finished_at") long finishedAt,
        @JsonProperty("deploy_to") String deployTo,
        @JsonProperty("commit") String commit,
        @JsonProperty("branch") String branch,
        @JsonProperty("ref") String ref,
        @JsonProperty("refspec") String refspec,
        @JsonProperty("remote") String remote,
        @JsonProperty("title") String title,
        @JsonProperty("message") String message,
        @JsonProperty("timestamp") long timestamp,
        @JsonProperty("author") String author,
        @JsonProperty("author_avatar") String authorAvatar,
        @JsonProperty("author_email") String authorEmail,
        @JsonProperty("link_url") String linkUrl,
        @JsonProperty("signed") boolean signed,
        @JsonProperty("verified") boolean verified,

        @JsonProperty("jobs") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        List<DroneJob> jobs) {

    static DroneBuild inList(Build build) {
        return of(build, null);
    }

    static DroneBuild alone(Build build) {
        long enqueuedAt = DroneTime.seconds(build.createdAt());
        return of(
                build,
                build.snapshot().jobs().stream()
                        .map(job -> DroneJob.of(job, enqueuedAt))
                        .toList());
    }

    private static DroneBuild of(Build build, @Nullable List<DroneJob> jobs) {
        BuildSnapshot.Commit commit = build.commit();
        long createdAt = DroneTime.seconds(build.createdAt());
        String sha = build.ref().sha() == null ? "" : build.ref().sha();
        return new DroneBuild(
                build.serial(),
                build.number(),
                0,
                event(build),
                DroneStatus.of(build.status()),
                createdAt,
                createdAt,
                DroneTime.seconds(build.startedAt()),
                DroneTime.seconds(build.finishedAt()),
                "",
                sha,
                branch(build),
                build.ref().fullName(),
                "",
                "",
                "",
                commit == null ? "" : commit.message(),
                commit == null ? createdAt : DroneTime.seconds(commit.authoredAt()),
                commit == null ? build.trigger().principal() : commit.authorName(),
                commit == null ? "" : Avatar.of(commit.authorEmail()),
                commit == null ? "" : commit.authorEmail(),
                CommitLink.of(build.flow().sourceUrl(), sha),
                false,
                false,
                jobs);
    }

    /** Drone 0.5 knows no builds by hand: such a one looks like the event that would have caused it. */
    private static String event(Build build) {
        return switch (build.trigger().event()) {
            case PUSH -> "push";
            case TAG -> "tag";
            case PULL_REQUEST -> "pull_request";
            case DEPLOYMENT -> "deployment";
            case MANUAL ->
                switch (build.ref().kind()) {
                    case BRANCH, SHA -> "push";
                    case TAG -> "tag";
                    case PULL_REQUEST -> "pull_request";
                };
        };
    }

    private static String branch(Build build) {
        GitRef ref = build.ref();
        return ref.kind() == GitRef.Kind.BRANCH ? ref.name() : build.flow().defaultBranch();
    }
}
