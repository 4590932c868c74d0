package dev.slipway.gateway.token;

import dev.slipway.dialects.Dialect;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.identity.Scope;
import dev.slipway.kit.identity.TenantRole;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a good token says about who presents it. */
public record TokenHolder(
        UUID tokenId,
        String login,
        boolean administrator,
        Map<String, TenantRole> tenants,
        Set<Scope> scopes,
        @Nullable Instant expiresAt) {

    public TokenHolder {
        tenants = Map.copyOf(tenants);
        scopes = Set.copyOf(scopes);
    }

    /** The caller that services see, for a request in the given dialect. */
    public Principal principal(Dialect dialect) {
        return new Principal(login, false, tokenId.toString(), dialect, scopes, tenants, administrator, null);
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }
}
