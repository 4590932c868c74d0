package dev.slipway.build.build;

import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job of a build.
 *
 * @param number 1 to n
 * @param exitCode of the step that decided it
 * @param error why it ended badly; null otherwise
 */
public record Job(
        UUID id,
        long serial,
        int number,
        RunStatus status,
        @Nullable Integer exitCode,
        @Nullable String error,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        List<Step> steps) {

    public Job {
        steps = List.copyOf(steps);
    }

    Job started(Instant now) {
        return new Job(id, serial, number, RunStatus.RUNNING, null, null, now, null, steps);
    }

    Job withSteps(List<Step> changed) {
        return new Job(id, serial, number, status, exitCode, error, startedAt, finishedAt, changed);
    }

    Job ended(RunStatus end, @Nullable Integer code, @Nullable String why, Instant now) {
        return new Job(id, serial, number, end, code, why, startedAt, now, steps);
    }

    BuildSnapshot.Job snapshot() {
        return new BuildSnapshot.Job(
                id,
                serial,
                number,
                status,
                exitCode,
                error,
                startedAt,
                finishedAt,
                steps.stream().map(Step::snapshot).toList());
    }
}
