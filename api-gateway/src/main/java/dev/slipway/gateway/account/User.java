package dev.slipway.gateway.account;

import dev.slipway.kit.identity.TenantRole;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Somebody who may use the platform.
 *
 * @param login unique in the installation; what every service knows the user by
 * @param administrator of the whole installation
 * @param tenants the slug of each tenant that the user belongs to, with the role there
 */
public record User(UUID id, String login, boolean administrator, Map<String, TenantRole> tenants, Instant createdAt) {

    public User {
        tenants = Map.copyOf(tenants);
    }
}
