package dev.slipway.testkit;

import dev.slipway.dialects.Dialect;
import dev.slipway.kit.identity.InternalTokens;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.identity.Scope;
import dev.slipway.kit.identity.TenantRole;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code Authorization} values as the gateway would send them, signed with the keys of {@link TestKeys}; good for 60 seconds.
 *
 * <p>{@code given().header("Authorization", TestIdentity.member("acme"))}.
 */
public final class TestIdentity {

    private static final String GATEWAY = "api-gateway";
    private static final String CREDENTIAL = "test-credential";

    private TestIdentity() {}

    /** An administrator of the whole installation. */
    public static String admin() {
        return token(
                new Principal("root", false, CREDENTIAL, Dialect.NATIVE, Set.of(Scope.ADMIN), Map.of(), true, null));
    }

    /** Nobody known: may read what is public. */
    public static String anonymous() {
        return token(Principal.anonymous(Dialect.NATIVE));
    }

    public static String administratorOf(String tenant) {
        return token(principal("ada", tenant, TenantRole.ADMIN));
    }

    public static String member(String tenant) {
        return token(principal("mia", tenant, TenantRole.MEMBER));
    }

    public static String reader(String tenant) {
        return token(principal("rob", tenant, TenantRole.READER));
    }

    /** Somebody with every scope and one role in one tenant. */
    public static Principal principal(String name, String tenant, TenantRole role) {
        return new Principal(
                name, false, CREDENTIAL, Dialect.NATIVE, EnumSet.allOf(Scope.class), Map.of(tenant, role), false, null);
    }

    /** The principal, vouched for by the gateway. */
    public static String token(Principal principal) {
        return tokenSignedBy(GATEWAY, principal);
    }

    /** The principal, vouched for by the service of that name. */
    public static String tokenSignedBy(String service, Principal principal) {
        TestKeys keys = TestKeys.shared();
        InternalTokens tokens = new InternalTokens(
                service,
                Optional.of(keys.privateKey(service).toString()),
                keys.trusted().toString());
        return "Bearer " + tokens.mint(principal);
    }
}
