package dev.slipway.pipeline.run;

import dev.slipway.events.BuildRefused;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.RunStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What build-service says of the build of a step.
 *
 * @param version of the build; {@link Long#MAX_VALUE} for a refusal, which is the last word
 * @param attempt which the report is about; a step follows the first, which it asked for
 */
record BuildReport(
        UUID runId,
        UUID stepId,
        UUID buildId,
        int attempt,
        long version,
        RunStatus status,
        @Nullable String reason) {

    private static final int FIRST_ATTEMPT = 1;

    static BuildReport of(UUID runId, UUID stepId, BuildSnapshot build) {
        return new BuildReport(
                runId, stepId, build.id(), build.attempt(), build.version(), build.status(), build.reason());
    }

    static BuildReport of(UUID runId, UUID stepId, BuildRefused refused) {
        String reason = "build-service refused the build (" + refused.code() + "): " + refused.reason();
        return new BuildReport(
                runId, stepId, refused.buildId(), FIRST_ATTEMPT, Long.MAX_VALUE, RunStatus.ERRORED, reason);
    }

    boolean isAboutFirstAttempt() {
        return attempt == FIRST_ATTEMPT;
    }
}
