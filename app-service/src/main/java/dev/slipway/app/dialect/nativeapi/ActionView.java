package dev.slipway.app.dialect.nativeapi;

import dev.slipway.app.action.Action;
import dev.slipway.events.ActionStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An action as the native API shows it.
 *
 * @param name start, stop or restart
 * @param error why it FAILED; null otherwise
 * @param deadlineAt when it fails, if it has not ended until then
 * @param finishedAt null while it runs
 */
record ActionView(
        UUID id,
        UUID appId,
        String name,
        ActionStatus status,
        @Nullable String error,
        String requestedBy,
        Instant startedAt,
        Instant deadlineAt,
        @Nullable Instant finishedAt) {

    static ActionView of(Action action) {
        return new ActionView(
                action.id(),
                action.appId(),
                action.kind().word(),
                action.status(),
                action.error(),
                action.requestedBy(),
                action.startedAt(),
                action.deadlineAt(),
                action.finishedAt());
    }
}
