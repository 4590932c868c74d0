package dev.slipway.gateway.account;

import dev.slipway.kit.identity.TenantRole;
import java.util.Map;

/** A user to be made. Tenants that do not exist yet are made with it. */
public record NewUser(
        PrincipalKind kind, String login, String email, boolean administrator, Map<String, TenantRole> tenants) {

    public NewUser {
        tenants = Map.copyOf(tenants);
    }
}
