package dev.slipway.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An app as it stood at one version.
 *
 * @param reason why it is {@link AppState#FAILED}, or STOPPED though no action asked for it; null otherwise
 */
public record AppSnapshot(
        UUID id,
        String tenant,
        String name,
        long version,
        AppState state,
        @Nullable String reason,
        Instant createdAt,
        Instant changedAt) {}
