package dev.slipway.events;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asked for a build on whose behalf, so that the asker finds its own again in the answer.
 *
 * @param kind where the request comes from
 * @param runId the pipeline run, for {@link Kind#PIPELINE}
 * @param stepId the step of that run
 */
public record Origin(
        Kind kind, @Nullable UUID runId, @Nullable UUID stepId) {

    public enum Kind {
        API,
        PIPELINE,
        SOURCE_HOOK
    }

    public static Origin api() {
        return new Origin(Kind.API, null, null);
    }
}
