package dev.slipway.app.action;

import dev.slipway.app.app.App;
import dev.slipway.events.ActionStatus;
import dev.slipway.events.AppActionStatusChanged;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One asked-for change of an app.
 *
 * <pre>
 *   RUNNING ──onSucceeded──► SUCCEEDED
 *      └──────onFailed─────► FAILED
 * </pre>
 *
 * <p>It always ends: by its worker, by the one that takes over when that worker is lost, or at its deadline.
 *
 * @param error why it failed; null otherwise
 * @param deadlineAt when it fails, if it has not ended until then
 * @param finishedAt null while it runs
 */
public record Action(
        UUID id,
        UUID appId,
        ActionKind kind,
        ActionStatus status,
        @Nullable String error,
        String requestedBy,
        @Nullable String traceparent,
        Instant startedAt,
        Instant deadlineAt,
        @Nullable Instant finishedAt) {

    public Action onSucceeded(Instant now) {
        return end(ActionStatus.SUCCEEDED, null, now);
    }

    public Action onFailed(String why, Instant now) {
        return end(ActionStatus.FAILED, why, now);
    }

    /** What is told of it, with the app as it stood then. */
    AppActionStatusChanged event(App app) {
        return new AppActionStatusChanged(id, kind.word(), status, error, startedAt, finishedAt, app.snapshot());
    }

    private Action end(ActionStatus end, @Nullable String why, Instant now) {
        if (status != ActionStatus.RUNNING) {
            throw new IllegalStateException("an action that has " + status + " does not end again");
        }
        // Clocks of two statements may differ by a little; an action never takes a negative time.
        Instant finished = now.isBefore(startedAt) ? startedAt : now;
        return new Action(id, appId, kind, end, why, requestedBy, traceparent, startedAt, deadlineAt, finished);
    }
}
