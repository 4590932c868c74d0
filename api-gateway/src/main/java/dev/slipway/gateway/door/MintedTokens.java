package dev.slipway.gateway.door;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.slipway.kit.identity.InternalTokens;
import dev.slipway.kit.identity.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * The internal token of each caller, signed once and used until near its end, so that services too verify it once. A principal is its
 * credential, dialect and rights: any change of them is another token.
 */
@ApplicationScoped
class MintedTokens {

    /** What is left for the request to be on its way, and for clocks that differ. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private static final int REMEMBERED_TOKENS = 100_000;

    private final InternalTokens tokens;
    private final Cache<Principal, String> minted = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_TOKENS)
            .expireAfterWrite(InternalTokens.LIFETIME.minus(MARGIN))
            .build();

    MintedTokens(InternalTokens tokens) {
        this.tokens = tokens;
    }

    String of(Principal principal) {
        return minted.get(principal, tokens::mint);
    }
}
