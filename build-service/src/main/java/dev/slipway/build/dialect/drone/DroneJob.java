package dev.slipway.build.dialect.drone;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.dialects.drone.DroneStatus;
import dev.slipway.dialects.drone.DroneTime;
import dev.slipway.events.BuildSnapshot;
import java.util.Map;

/**
 * A job as Drone 0.5 shows it.
 *
 * @param exitCode 0 while it is not known
 * @param environment the axes of the matrix
 */
record DroneJob(
        @JsonProperty("id") long id,
        @JsonProperty("number") int number,
        @JsonProperty("error") String error,
        @JsonProperty("status") String status,
        @JsonProperty("exit_code") int exitCode,
        @JsonProperty("enqueued_at") long enqueuedAt,
        @JsonProperty("started_at") long startedAt,
        @JsonProperty("finished_at") long finishedAt,
        @JsonProperty("environment") Map<String, String> environment) {

    static DroneJob of(BuildSnapshot.Job job, long enqueuedAt) {
        return new DroneJob(
                job.serial(),
                job.number(),
                job.error() == null ? "" : job.error(),
                DroneStatus.of(job.status(), job.exitCode()),
                exitCode(job),
                enqueuedAt,
                DroneTime.seconds(job.startedAt()),
                DroneTime.seconds(job.finishedAt()),
                Map.of());
    }

    /** A job that could not be run has no exit code of its own; Drone gives it 255, and 137 to one that was killed. */
    private static int exitCode(BuildSnapshot.Job job) {
        if (job.exitCode() != null) {
            return job.exitCode();
        }
        return switch (job.status()) {
            case ERRORED -> 255;
            case CANCELED, TIMED_OUT -> 137;
            case QUEUED, RUNNING, WAITING, PAUSED, SUCCEEDED, FAILED, SKIPPED, IGNORED -> 0;
        };
    }
}
