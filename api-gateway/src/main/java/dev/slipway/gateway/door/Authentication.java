package dev.slipway.gateway.door;

import dev.slipway.kit.identity.Principal;

/** What is known about who asks. */
sealed interface Authentication {

    /** A good credential was presented. */
    record Known(Principal principal) implements Authentication {}

    /** None was. */
    record Anonymous(Principal principal) implements Authentication {}

    /**
     * One was, and it is not good.
     *
     * @param why what the caller should mend; the same for unknown, expired and revoked ones
     */
    record Refused(String why) implements Authentication {}
}
