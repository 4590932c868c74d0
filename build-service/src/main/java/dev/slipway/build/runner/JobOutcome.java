package dev.slipway.build.runner;

import dev.slipway.events.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * How a job ended.
 *
 * @param status final: SUCCEEDED, FAILED, ERRORED, CANCELED or TIMED_OUT
 * @param exitCode of the step that decided it (137 when that was killed); null if no step decided it
 * @param reason why it ended badly, in words for a person; null if it succeeded
 */
public record JobOutcome(
        RunStatus status,
        @Nullable Integer exitCode,
        @Nullable String reason) {

    /** The exit code of what was killed: 128 + SIGKILL. */
    public static final int KILLED = 137;

    public static final JobOutcome SUCCEEDED = new JobOutcome(RunStatus.SUCCEEDED, 0, null);
    public static final JobOutcome RUNNER_LOST = errored("runner lost");

    public JobOutcome {
        if (!status.isFinal()) {
            throw new IllegalArgumentException(status + " is not an outcome");
        }
    }

    public static JobOutcome errored(String reason) {
        return new JobOutcome(RunStatus.ERRORED, null, reason);
    }
}
