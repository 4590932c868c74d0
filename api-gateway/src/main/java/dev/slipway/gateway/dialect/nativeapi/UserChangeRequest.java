package dev.slipway.gateway.dialect.nativeapi;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What {@code PATCH /platform/v1/users/{login}} asks for; what is missing stays as it is.
 *
 * @param disabled while it is true, none of the user's credentials is good
 */
public record UserChangeRequest(
        @Nullable @Size(max = 254) @Pattern(regexp = UserRequest.EMAIL_PATTERN, message = "must be an e-mail address")
        String email,

        @Nullable Boolean administrator,
        @Nullable Boolean disabled) {}
