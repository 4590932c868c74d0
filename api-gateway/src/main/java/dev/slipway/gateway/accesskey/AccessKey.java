package dev.slipway.gateway.accesskey;

import dev.slipway.kit.identity.Scope;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A pair to sign requests with, as its owner sees it: without the secret, which is shown once.
 *
 * @param access the public half
 * @param lastUsedAt to the minute; null if it never was
 */
public record AccessKey(
        UUID id,
        String owner,
        String description,
        String access,
        Set<Scope> scopes,
        @Nullable Instant lastUsedAt,
        Instant createdAt) {

    public AccessKey {
        scopes = Set.copyOf(scopes);
    }
}
