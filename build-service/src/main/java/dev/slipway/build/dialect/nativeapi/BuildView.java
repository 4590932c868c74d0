package dev.slipway.build.dialect.nativeapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.build.build.Build;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.GitRef;
import dev.slipway.events.Origin;
import dev.slipway.events.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A build as the native API shows it. Parameters are not shown: their values may be secret.
 *
 * @param branch null unless a branch is built
 * @param tag null unless a tag is built
 * @param ref as git writes it: {@code refs/heads/main}, {@code refs/tags/v1.0}, or the commit id
 * @param sha null until it is known
 * @param stages absent in lists
 * @param jobs absent in lists
 */
record BuildView(
        UUID id,
        long serial,
        long number,
        UUID flowId,
        String repository,
        RunStatus status,
        @Nullable String reason,
        int attempt,
        long version,
        @Nullable String branch,
        @Nullable String tag,
        String ref,
        @Nullable String sha,
        BuildSnapshot.@Nullable Commit commit,
        TriggerView trigger,
        Origin origin,
        @Nullable String image,
        boolean cancelRequested,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<BuildSnapshot.Stage> stages,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<BuildSnapshot.Job> jobs) {

    /** @param event push, tag, pull_request, deployment or manual */
    record TriggerView(String event, String principal) {}

    static BuildView whole(Build build) {
        BuildSnapshot snapshot = build.snapshot();
        return of(build, snapshot.stages(), snapshot.jobs());
    }

    static BuildView inList(Build build) {
        return of(build, null, null);
    }

    private static BuildView of(
            Build build, @Nullable List<BuildSnapshot.Stage> stages, @Nullable List<BuildSnapshot.Job> jobs) {
        GitRef ref = build.ref();
        return new BuildView(
                build.id(),
                build.serial(),
                build.number(),
                build.flow().id(),
                build.flow().repository(),
                build.status(),
                build.reason(),
                build.attempt(),
                build.version(),
                ref.kind() == GitRef.Kind.BRANCH ? ref.name() : null,
                ref.kind() == GitRef.Kind.TAG ? ref.name() : null,
                ref.fullName(),
                ref.sha(),
                build.commit(),
                new TriggerView(
                        build.trigger().event().name().toLowerCase(Locale.ROOT),
                        build.trigger().principal()),
                build.origin(),
                build.image(),
                build.canceledBy() != null,
                build.createdAt(),
                build.startedAt(),
                build.finishedAt(),
                stages,
                jobs);
    }
}
