package dev.slipway.dialects.drone;

import dev.slipway.events.RunStatus;
import org.jspecify.annotations.Nullable;

/** How Drone 0.5 calls the state of a build or a job: skipped, pending, running, success, failure, killed, error; blocked since 0.8. */
public final class DroneStatus {

    private static final int DOCKER_FAILED = 128;
    private static final int INTERRUPTED = 130;
    private static final int KILLED = 137;

    private DroneStatus() {}

    /** The word for a build, which has no exit code of its own. */
    public static String of(RunStatus status) {
        return of(status, null);
    }

    /** @param exitCode of the job; 128, 130 and 137 make a failure a {@code killed} */
    public static String of(RunStatus status, @Nullable Integer exitCode) {
        return switch (status) {
            case QUEUED, PAUSED -> "pending";
            case WAITING -> "blocked";
            case RUNNING -> "running";
            case SUCCEEDED, IGNORED -> "success";
            case FAILED -> wasKilled(exitCode) ? "killed" : "failure";
            case ERRORED -> "error";
            case CANCELED, TIMED_OUT -> "killed";
            case SKIPPED -> "skipped";
        };
    }

    private static boolean wasKilled(@Nullable Integer exitCode) {
        return exitCode != null && (exitCode == DOCKER_FAILED || exitCode == INTERRUPTED || exitCode == KILLED);
    }
}
