package dev.slipway.build.build;

import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.GitRef;
import dev.slipway.events.Origin;
import dev.slipway.events.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A build that has just been accepted, with one job. */
final class SomeBuild {

    static final UUID JOB_ID = UUID.fromString("0190a0a0-0000-7000-8000-000000000003");
    static final Instant CREATED = Instant.parse("2026-11-23T12:00:00Z");
    static final BuildSnapshot.Commit COMMIT = new BuildSnapshot.Commit(
            "5785e42c7d6bfa754fc4765756e773ead6674aa1", "a message", "Ada", "ada@example.org", CREATED);

    private SomeBuild() {}

    static Build queued() {
        return new Build(
                UUID.fromString("0190a0a0-0000-7000-8000-000000000001"),
                7,
                3,
                1,
                1,
                RunStatus.QUEUED,
                null,
                new BuildSnapshot.Flow(
                        UUID.fromString("0190a0a0-0000-7000-8000-000000000002"),
                        1,
                        "acme",
                        "Shop",
                        "acme/shop",
                        "https://git.example.org/acme/shop.git",
                        "main"),
                new GitRef(GitRef.Kind.BRANCH, "main", null),
                null,
                new BuildSnapshot.Trigger(BuildSnapshot.Trigger.Event.MANUAL, "ada"),
                null,
                Origin.api(),
                null,
                null,
                CREATED,
                null,
                null,
                List.of(new Job(JOB_ID, 5, 1, RunStatus.QUEUED, null, null, null, null, List.of())));
    }

    static List<Step> steps() {
        return List.of(
                Step.queued(0, "compile", "compile"),
                Step.queued(1, "test", "test"),
                Step.queued(2, "package", "package"));
    }
}
