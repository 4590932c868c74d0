package dev.slipway.gateway.door;

import dev.slipway.dialects.ErrorCode;
import dev.slipway.gateway.credential.CredentialHolder;
import dev.slipway.gateway.registry.RegistryAccess;
import dev.slipway.kit.identity.Principal;
import org.jspecify.annotations.Nullable;

/** What is known about who asks. */
sealed interface Authentication {

    /**
     * A good credential was presented.
     *
     * @param registryAccess what a token of the Docker token service is limited to; null for any other credential
     */
    record Known(
            CredentialHolder holder,
            Principal principal,
            @Nullable RegistryAccess registryAccess) implements Authentication {}

    /** None was. */
    record Anonymous(Principal principal) implements Authentication {}

    /**
     * One was, and it is not good.
     *
     * @param code mostly unauthenticated; invalid for credentials that contradict each other
     * @param why what the caller should mend; the same for unknown, expired and revoked ones
     */
    record Refused(ErrorCode code, String why) implements Authentication {

        static Refused unauthenticated(String why) {
            return new Refused(ErrorCode.UNAUTHENTICATED, why);
        }
    }
}
