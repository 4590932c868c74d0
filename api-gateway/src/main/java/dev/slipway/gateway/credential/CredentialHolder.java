package dev.slipway.gateway.credential;

import dev.slipway.dialects.ApiClass;
import dev.slipway.dialects.Dialect;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.identity.Scope;
import dev.slipway.kit.identity.TenantRole;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a good credential says about who presents it.
 *
 * @param credentialId by which it is revoked and audited; never the credential itself
 * @param dialects in which it is good; empty for all of them
 * @param limits calls per hour that hold for this credential alone, in place of those of its principal; mostly empty
 * @param expiresAt null if it never does
 */
public record CredentialHolder(
        String credentialId,
        String login,
        boolean administrator,
        Map<String, TenantRole> tenants,
        Set<Scope> scopes,
        Set<Dialect> dialects,
        Map<ApiClass, Long> limits,
        @Nullable Instant expiresAt) {

    public CredentialHolder {
        tenants = Map.copyOf(tenants);
        scopes = Set.copyOf(scopes);
        dialects = Set.copyOf(dialects);
        limits = Map.copyOf(limits);
    }

    /** The caller that services see, for a request in the given dialect. */
    public Principal principal(Dialect dialect) {
        return new Principal(login, false, credentialId, dialect, scopes, tenants, administrator, null);
    }

    public boolean isFor(Dialect dialect) {
        return dialects.isEmpty() || dialects.contains(dialect);
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }
}
