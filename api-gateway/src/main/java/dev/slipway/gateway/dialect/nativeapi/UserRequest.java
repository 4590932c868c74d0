package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.kit.identity.Slug;
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
        @NotNull @Pattern(regexp = Slug.PATTERN, message = Slug.FORM)
        String login,

        @Nullable @Size(max = 100)
        Map<@Pattern(regexp = Slug.PATTERN, message = Slug.FORM) String, @NotNull String> tenants) {}
