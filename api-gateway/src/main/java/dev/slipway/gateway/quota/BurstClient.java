package dev.slipway.gateway.quota;

import dev.slipway.kit.identity.Principal;

/**
 * Whose calls must not starve the rest.
 *
 * @param kind what the id is of: a token, or an address; never a principal, whose tokens do not slow each other
 * @param id of the credential, or the address
 */
public record BurstClient(QuotaSubject.Kind kind, String id) {

    public static BurstClient of(Principal principal) {
        return new BurstClient(QuotaSubject.Kind.TOKEN, principal.credentialId());
    }

    /** @param address an IP address; all of an IPv6 network of 64 bits are one client */
    public static BurstClient ofAddress(String address) {
        return new BurstClient(QuotaSubject.Kind.ADDRESS, ClientNetwork.of(address));
    }
}
