package dev.slipway.gateway.quota;

import dev.slipway.dialects.ApiClass;
import dev.slipway.kit.identity.Principal;

/**
 * Whose calls are counted together.
 *
 * @param key {@code principal:<login>}, or {@code address:<ip>} for who is not known
 */
public record QuotaSubject(String key, boolean known, ApiClass apiClass) {

    public static QuotaSubject of(Principal principal, ApiClass apiClass) {
        return new QuotaSubject("principal:" + principal.name(), true, apiClass);
    }

    public static QuotaSubject ofAddress(String address, ApiClass apiClass) {
        return new QuotaSubject("address:" + address, false, apiClass);
    }
}
