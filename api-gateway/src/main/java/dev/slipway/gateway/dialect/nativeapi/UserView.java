package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.account.User;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A user as the native API shows it. Times are RFC 3339 in UTC. */
public record UserView(
        UUID id,
        String kind,
        String login,
        String email,
        boolean administrator,
        boolean disabled,
        Map<String, String> tenants,
        Instant createdAt) {

    static UserView of(User user) {
        Map<String, String> tenants = new TreeMap<>();
        user.tenants().forEach((slug, role) -> tenants.put(slug, role.word()));
        return new UserView(
                user.id(),
                user.kind().word(),
                user.login(),
                user.email(),
                user.administrator(),
                user.disabled(),
                tenants,
                user.createdAt());
    }
}
