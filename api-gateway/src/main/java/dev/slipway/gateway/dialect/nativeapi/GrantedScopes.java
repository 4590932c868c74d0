package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.identity.Scope;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a new credential may be used for: a credential cannot be used to make one that may do more. */
final class GrantedScopes {

    private GrantedScopes() {}

    /** @param asked null for all that the caller's own credential may */
    static Set<Scope> of(Principal principal, @Nullable Set<String> asked) {
        if (asked == null) {
            return principal.scopes();
        }
        Set<Scope> scopes = asked.stream().map(GrantedScopes::scope).collect(Collectors.toUnmodifiableSet());
        if (scopes.isEmpty()) {
            throw SlipwayException.invalid("scopes", "must not be empty");
        }
        if (!principal.hasAll(scopes)) {
            throw SlipwayException.forbidden("scopes: must be among those of the token that is used");
        }
        return scopes;
    }

    /** A credential that may do less cannot end one that may do more. */
    static void requireAsMany(Principal principal, Set<Scope> scopes) {
        if (!principal.hasAll(scopes)) {
            throw SlipwayException.forbidden("the token that is used may do less than this one, and cannot revoke it");
        }
    }

    private static Scope scope(String word) {
        try {
            return Scope.ofWord(word);
        } catch (IllegalArgumentException e) {
            throw SlipwayException.invalid("scopes", "must be among read, build, deploy, admin");
        }
    }
}
