package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.TenantRole;

/** The words for what a user is in a tenant. */
final class Roles {

    private Roles() {}

    /** @param field of the request, for the error */
    static TenantRole of(String field, String word) {
        for (TenantRole role : TenantRole.values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw SlipwayException.invalid(field, "must be reader, member or admin");
    }
}
