package dev.slipway.pipeline.run;

import dev.slipway.events.GitRef;
import dev.slipway.events.RunStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A step of a run, and the build that it follows.
 *
 * @param buildId made when the step asks for its build; null before
 * @param buildVersion the newest version of the build that is known; 0 before any. Older ones, which come late or again, change nothing
 * @param reason why it ended as it did; null unless it ended badly
 */
record StepRun(
        UUID id,
        UUID flowId,
        GitRef ref,
        @Nullable UUID buildId,
        long buildVersion,
        RunStatus status,
        @Nullable String reason) {

    static StepRun waiting(UUID id, UUID flowId, GitRef ref) {
        return new StepRun(id, flowId, ref, null, 0, RunStatus.QUEUED, null);
    }

    /** Its build was asked for and has not ended. */
    boolean isLive() {
        return buildId != null && !status.isFinal();
    }

    boolean endedWell() {
        return switch (status) {
            case SUCCEEDED, SKIPPED, IGNORED -> true;
            case QUEUED, RUNNING, WAITING, PAUSED, FAILED, ERRORED, CANCELED, TIMED_OUT -> false;
        };
    }

    StepRun asking(UUID newBuildId) {
        return new StepRun(id, flowId, ref, newBuildId, 0, status, null);
    }

    StepRun at(long newBuildVersion, RunStatus newStatus, @Nullable String newReason) {
        return new StepRun(id, flowId, ref, buildId, newBuildVersion, newStatus, newReason);
    }

    StepRun ended(RunStatus newStatus, @Nullable String newReason) {
        return at(buildVersion, newStatus, newReason);
    }
}
