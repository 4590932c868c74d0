package dev.slipway.gateway.token;

import dev.slipway.dialects.ApiClass;
import dev.slipway.dialects.Dialect;
import dev.slipway.kit.error.SlipwayException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The token that a request is made with, as far as it bounds what the request may make: a credential cannot be used to make one that lasts longer, is good in more dialects,
 * or escapes its limits.
 *
 * @param expiresAt null where nothing that is made has to end
 * @param dialects empty for all of them
 * @param limits calls per hour that were set for this token alone
 */
public record UsedToken(@Nullable Instant expiresAt, Set<Dialect> dialects, Map<ApiClass, Long> limits) {

    /** Whoever gave a password, or signed in with one, bounds nothing. */
    static final UsedToken UNBOUNDED = new UsedToken(null, Set.of(), Map.of());

    public UsedToken {
        dialects = Set.copyOf(dialects);
        limits = Map.copyOf(limits);
    }

    static UsedToken of(AccessToken token) {
        return token.kind() == TokenKind.SESSION
                ? UNBOUNDED
                : new UsedToken(token.expiresAt(), token.dialects(), token.limits());
    }

    /**
     * When a new one ends.
     *
     * @param asked null for as late as may be
     */
    public @Nullable Instant expiry(@Nullable Instant asked) {
        if (expiresAt == null || asked == null) {
            return asked == null ? expiresAt : asked;
        }
        if (asked.isAfter(expiresAt)) {
            throw SlipwayException.forbidden(
                    "the token that is used ends at " + expiresAt + ", and cannot make one that ends later");
        }
        return asked;
    }

    /** In which dialects a new one is good; empty for all, or for as many as may be where all were asked for. */
    public Set<Dialect> within(Set<Dialect> asked) {
        if (dialects.isEmpty() || asked.isEmpty()) {
            return asked.isEmpty() ? dialects : asked;
        }
        if (!dialects.containsAll(asked)) {
            throw SlipwayException.forbidden("the token that is used is good only for "
                    + dialects.stream().map(Dialect::word).sorted().collect(Collectors.joining(", ")));
        }
        return asked;
    }

    /** For credentials that have no end: whether this one may make such a one for that dialect. */
    public void requireLasting(Dialect dialect) {
        within(Set.of(dialect));
        if (expiresAt != null || !limits.isEmpty()) {
            throw SlipwayException.forbidden(
                    "the token that is used ends or has limits of its own, and cannot make a credential that has neither");
        }
    }
}
