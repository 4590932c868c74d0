package dev.slipway.gateway.token;

import dev.slipway.kit.identity.Scope;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as its owner sees it: without its value, which is shown once.
 *
 * @param owner the login of the user whose token it is
 * @param expiresAt null if it never does
 * @param lastUsedAt to the minute; null if it never was
 */
public record AccessToken(
        UUID id,
        String owner,
        String description,
        Set<Scope> scopes,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        Instant createdAt) {

    public AccessToken {
        scopes = Set.copyOf(scopes);
    }
}
