package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.password.Passwords;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What {@code PUT /platform/v1/users/{login}/password} asks for. It never prints a password.
 *
 * @param password the new one
 * @param current the present one, which a user must know to change it; administrators need not
 */
public record PasswordRequest(
        @NotNull @Size(min = Passwords.MIN_CHARACTERS, max = Passwords.MAX_CHARACTERS)
        String password,

        @Nullable @Size(max = Passwords.MAX_CHARACTERS) String current) {

    @Override
    public String toString() {
        return "PasswordRequest[…]";
    }
}
