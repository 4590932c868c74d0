package dev.slipway.build.build;

import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.RunStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of a job.
 *
 * @param position from 0, the order in the file
 * @param stage the name of the stage that it belongs to
 */
public record Step(
        int position,
        String name,
        String stage,
        RunStatus status,
        @Nullable Integer exitCode,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    static Step queued(int position, String name, String stage) {
        return new Step(position, name, stage, RunStatus.QUEUED, null, null, null);
    }

    Step started(Instant now) {
        return new Step(position, name, stage, RunStatus.RUNNING, null, now, null);
    }

    /** A step that never began has no times. */
    Step ended(RunStatus end, @Nullable Integer code, Instant now) {
        return new Step(position, name, stage, end, code, startedAt, startedAt == null ? null : now);
    }

    BuildSnapshot.Step snapshot() {
        return new BuildSnapshot.Step(position, name, status, exitCode, startedAt, finishedAt);
    }
}
