package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.dialects.Dialect;
import dev.slipway.gateway.token.AccessToken;
import dev.slipway.kit.identity.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as the native API shows it: never its value. Times are RFC 3339 in UTC.
 *
 * @param kind which API made it
 * @param dialects in which it is good; null for all of them
 * @param limits calls per hour that hold for it alone, by API class
 */
public record TokenView(
        UUID id,
        String kind,
        String user,
        String description,
        List<String> scopes,
        @Nullable List<String> dialects,
        Map<String, Long> limits,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        Instant createdAt) {

    static TokenView of(AccessToken token) {
        Map<String, Long> limits = new TreeMap<>();
        token.limits().forEach((apiClass, limit) -> limits.put(apiClass.word(), limit));
        return new TokenView(
                token.id(),
                token.kind().word(),
                token.owner(),
                token.description(),
                token.scopes().stream().sorted().map(Scope::word).toList(),
                token.dialects().isEmpty()
                        ? null
                        : token.dialects().stream().map(Dialect::word).sorted().toList(),
                limits,
                token.expiresAt(),
                token.lastUsedAt(),
                token.createdAt());
    }
}
