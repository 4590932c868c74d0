package dev.slipway.webhook;

import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.BuildStatusChanged;
import dev.slipway.events.BuildStatusChanged.Change;
import dev.slipway.events.GitRef;
import dev.slipway.events.Origin;
import dev.slipway.events.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Builds as build-service tells of them: that of the sample in DaoCloud's document, and variations of it. */
public final class SampleBuilds {

    public static final UUID FLOW = UUID.fromString("8d7622ea-9323-4489-8c8e-fc4bed448961");
    public static final Instant CAUSED_AT = Instant.parse("2015-01-01T08:20:00.123456Z");
    public static final Instant STARTED_AT = CAUSED_AT.plusSeconds(2);
    public static final String SHA = "a7c35d9dc7e93788ce81befbadeb0108de495e5e";

    private SampleBuilds() {}

    /** The build of the document's sample: tag v1.0, three stages, 180 s, an image. */
    public static BuildStatusChanged ofTheDocument() {
        return changed(
                "daocloud",
                new GitRef(GitRef.Kind.TAG, "v1.0", SHA),
                BuildSnapshot.Trigger.Event.TAG,
                RunStatus.SUCCEEDED,
                "daocloud.io/daocloud/api:master-init",
                List.of(
                        new BuildSnapshot.Stage("test", RunStatus.SUCCEEDED),
                        new BuildSnapshot.Stage("build", RunStatus.SUCCEEDED),
                        new BuildSnapshot.Stage("deploy", RunStatus.SUCCEEDED)));
    }

    /** A build of a branch in that state. */
    public static BuildStatusChanged ofBranch(String tenant, RunStatus status) {
        return changed(
                tenant,
                new GitRef(GitRef.Kind.BRANCH, "Feature/Login", SHA),
                BuildSnapshot.Trigger.Event.MANUAL,
                status,
                "registry.example/api:feature-login-a7c35d9",
                List.of(
                        new BuildSnapshot.Stage("test", RunStatus.RUNNING),
                        new BuildSnapshot.Stage("deploy", RunStatus.QUEUED)));
    }

    public static BuildStatusChanged changed(
            String tenant,
            GitRef ref,
            BuildSnapshot.Trigger.Event trigger,
            RunStatus status,
            String image,
            List<BuildSnapshot.Stage> stages) {
        BuildSnapshot snapshot = new BuildSnapshot(
                UUID.randomUUID(),
                345786,
                7,
                3,
                1,
                status,
                null,
                new BuildSnapshot.Flow(
                        FLOW,
                        12,
                        tenant,
                        "api",
                        tenant + "/api",
                        "https://git.example/" + tenant + "/api.git",
                        "master"),
                ref,
                new BuildSnapshot.Commit(SHA, "init build ", "Ada", "ada@example.org", CAUSED_AT),
                new BuildSnapshot.Trigger(trigger, "DaoCloud"),
                image,
                Origin.api(),
                CAUSED_AT,
                status == RunStatus.QUEUED ? null : STARTED_AT,
                status.isFinal() ? STARTED_AT.plusSeconds(180) : null,
                stages,
                List.of());
        return new BuildStatusChanged(change(status), List.of(), RunStatus.QUEUED, snapshot);
    }

    private static Change change(RunStatus status) {
        if (status == RunStatus.QUEUED) {
            return Change.QUEUED;
        }
        return status.isFinal() ? Change.FINISHED : Change.STARTED;
    }
}
