package dev.slipway.gateway.token;

import dev.slipway.dialects.ApiClass;
import dev.slipway.dialects.Dialect;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.identity.Scope;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as its owner sees it: without its value, which is shown once.
 *
 * @param owner the login of the user whose token it is
 * @param dialects in which it is good; empty for all of them
 * @param limits calls per hour for this token alone
 * @param expiresAt null if it never does
 * @param lastUsedAt to the minute; null if it never was
 */
public record AccessToken(
        UUID id,
        TokenKind kind,
        String owner,
        String description,
        Set<Scope> scopes,
        Set<Dialect> dialects,
        Map<ApiClass, Long> limits,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        Instant createdAt) {

    public AccessToken {
        scopes = Set.copyOf(scopes);
        dialects = Set.copyOf(dialects);
        limits = Map.copyOf(limits);
    }

    /** Whether the caller's credential may end or prolong this one: itself always, else only what may do no more than it. */
    public boolean mayBeChangedBy(Principal principal) {
        return id.toString().equals(principal.credentialId()) || principal.hasAll(scopes);
    }
}
