package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.account.User;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /platform/v1/users} asks for.
 *
 * @param login unique in the installation
 * @param tenants slug of a tenant to the role there ({@code reader}, {@code member}, {@code admin}); tenants that do not exist yet are made
 */
public record UserRequest(
        @NotNull @Pattern(regexp = User.NAME_PATTERN, message = NAME_HINT)
        String login,

        @Nullable @Size(max = 100)
        Map<@Pattern(regexp = User.NAME_PATTERN, message = NAME_HINT) String, @NotNull String> tenants) {

    private static final String NAME_HINT =
            "must be 1 to 39 lower-case letters, digits, dots, dashes and underscores, with a letter or digit at both ends";
}
