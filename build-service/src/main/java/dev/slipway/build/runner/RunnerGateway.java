package dev.slipway.build.runner;

import dev.slipway.build.definition.BuildPlan;
import dev.slipway.build.log.LogChunk;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.RunStatus;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that a runner may ask of build-service. Every report is about a {@link Claim} and fails with {@link LeaseLostException}, having
 * changed nothing, when the claim does not hold any more or nobody wants the job. A report may be repeated when its answer was lost.
 */
public interface RunnerGateway {

    /** How long a claim holds without a heartbeat. */
    Duration lease();

    /** Takes the oldest jobs that wait. */
    Uni<List<Claim>> claim(String runner, int atMost);

    /** Prolongs claims. A claim that is missing from the answer is lost. */
    Uni<Map<UUID, Wish>> heartbeat(String runner, List<Claim> claims);

    Uni<Void> jobStarted(Claim claim);

    Uni<Void> jobPlanned(Claim claim, BuildSnapshot.Commit commit, BuildPlan plan);

    Uni<Void> stepStarted(Claim claim, int position);

    /** Lines of a step; durable when the Uni ends. */
    Uni<Void> appendLog(Claim claim, LogChunk chunk);

    Uni<Void> stepFinished(Claim claim, int position, RunStatus status, @Nullable Integer exitCode);

    /** The last report: the claim ends with it. */
    Uni<Void> jobFinished(Claim claim, JobOutcome outcome, BuildSnapshot.@Nullable Commit commit);

    /** What build-service wants done with a job that runs. */
    enum Wish {
        GO_ON,
        CANCEL
    }
}
