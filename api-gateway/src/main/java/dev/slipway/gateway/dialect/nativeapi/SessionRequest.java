package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.password.Passwords;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** What {@code POST /platform/v1/session} asks for. It never prints a password. */
public record SessionRequest(
        @NotBlank @Size(max = 39) String login,
        @NotNull @Size(max = Passwords.MAX_CHARACTERS) String password) {

    @Override
    public String toString() {
        return "SessionRequest[" + login + ", …]";
    }
}
