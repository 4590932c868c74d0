package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.token.AccessToken;
import dev.slipway.kit.identity.Scope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A token as the native API shows it: never its value. Times are RFC 3339 in UTC. */
public record TokenView(
        UUID id,
        String user,
        String description,
        List<String> scopes,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        Instant createdAt) {

    static TokenView of(AccessToken token) {
        return new TokenView(
                token.id(),
                token.owner(),
                token.description(),
                token.scopes().stream().sorted().map(Scope::word).toList(),
                token.expiresAt(),
                token.lastUsedAt(),
                token.createdAt());
    }
}
