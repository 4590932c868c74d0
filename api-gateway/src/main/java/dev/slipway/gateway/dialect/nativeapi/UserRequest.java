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
 * @param kind {@code user} (if it is missing) or {@code service}, which is a program and has no password
 * @param administrator of the whole installation; no, if it is missing
 * @param tenants slug of a tenant to the role there ({@code reader}, {@code member}, {@code admin}); tenants that do not exist yet are made
 */
public record UserRequest(
        @NotNull @Pattern(regexp = Slug.PATTERN, message = Slug.FORM)
        String login,

        @Nullable @Pattern(regexp = "user|service", message = "must be user or service")
        String kind,

        @Nullable @Size(max = 254) @Pattern(regexp = EMAIL_PATTERN, message = "must be an e-mail address")
        String email,

        @Nullable Boolean administrator,

        @Nullable @Size(max = 100)
        Map<@Pattern(regexp = Slug.PATTERN, message = Slug.FORM) String, @NotNull String> tenants) {

    /** Only so far that it cannot break what it is written into. */
    static final String EMAIL_PATTERN = "[^\\s\\p{Cntrl}<>\"@]+@[^\\s\\p{Cntrl}<>\"@]+";
}
