package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.account.User;
import dev.slipway.kit.identity.TenantRole;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A user as the native API shows it. Times are RFC 3339 in UTC. */
public record UserView(UUID id, String login, boolean administrator, Map<String, String> tenants, Instant createdAt) {

    static UserView of(User user) {
        Map<String, String> tenants = new TreeMap<>();
        user.tenants().forEach((slug, role) -> tenants.put(slug, word(role)));
        return new UserView(user.id(), user.login(), user.administrator(), tenants, user.createdAt());
    }

    private static String word(TenantRole role) {
        return role.word();
    }
}
