package dev.slipway.gateway.account;

import dev.slipway.kit.identity.TenantRole;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Somebody, or some program, that may use the platform.
 *
 * @param serial the integer of dialects that know no UUIDs
 * @param login unique in the installation; what every service knows the user by
 * @param email empty if it is not known
 * @param administrator of the whole installation
 * @param disabled nothing of theirs is good for anything until they are enabled again
 * @param tenants the slug of each tenant that the user belongs to, with the role there
 */
public record User(
        UUID id,
        long serial,
        PrincipalKind kind,
        String login,
        String email,
        boolean administrator,
        boolean disabled,
        Map<String, TenantRole> tenants,
        Instant createdAt) {

    public User {
        tenants = Map.copyOf(tenants);
    }
}
