package dev.slipway.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An action on an app has begun or ended.
 *
 * @param name start, stop or restart
 * @param error why it failed; null otherwise
 */
public record AppActionStatusChanged(
        UUID actionId,
        String name,
        ActionStatus status,
        @Nullable String error,
        Instant startedAt,
        @Nullable Instant finishedAt,
        AppSnapshot app)
        implements Event {

    @Override
    public UUID aggregateId() {
        return app.id();
    }
}
