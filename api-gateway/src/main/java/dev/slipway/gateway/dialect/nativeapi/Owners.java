package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Principal;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whose credentials a caller may see and make: its own; an administrator of the platform everybody's. */
final class Owners {

    private Owners() {}

    /** Whose a credential must be for the caller to see it; null where it may be anybody's. */
    static @Nullable String visibleTo(Principal principal) {
        return principal.mayAdministerInstallation() ? null : principal.name();
    }

    /**
     * Whom a request is about.
     *
     * @param user whom it names; null for the caller
     */
    static String named(Principal principal, @Nullable String user) {
        if (user == null || user.equals(principal.name())) {
            return principal.name();
        }
        if (!principal.mayAdministerInstallation()) {
            throw SlipwayException.forbidden("user: only an administrator of the platform may name another user");
        }
        return user;
    }

    /** An id that is none is an unknown one. */
    static UUID id(String text, Supplier<SlipwayException> unknown) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw unknown.get();
        }
    }
}
