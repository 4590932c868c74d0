package dev.slipway.gateway.token;

import dev.slipway.dialects.ApiClass;
import dev.slipway.dialects.Dialect;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.identity.Scope;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token to be kept.
 *
 * @param id by which it is revoked; a JWT carries it as its {@code jti}
 * @param sha256 of its value, in hex: the value itself is kept nowhere
 * @param dialects in which it is good; empty for all of them
 * @param limits calls per hour for this token alone; empty for those of its principal
 * @param expiresAt null for never
 */
public record NewToken(
        UUID id,
        TokenKind kind,
        String login,
        String description,
        String sha256,
        Set<Scope> scopes,
        Set<Dialect> dialects,
        Map<ApiClass, Long> limits,
        @Nullable Instant expiresAt) {

    public NewToken {
        scopes = Set.copyOf(scopes);
        dialects = Set.copyOf(dialects);
        limits = Map.copyOf(limits);
    }

    /** One that may do all that its owner may. */
    public static NewToken of(
            TokenKind kind,
            String login,
            String description,
            String sha256,
            Set<Dialect> dialects,
            @Nullable Instant expiresAt) {
        return new NewToken(
                Ids.newId(), kind, login, description, sha256, Set.of(Scope.values()), dialects, Map.of(), expiresAt);
    }
}
