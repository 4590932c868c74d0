package dev.slipway.kit.identity;

import dev.slipway.dialects.Dialect;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as the gateway found out.
 *
 * <p>The effective right is the scope of the credential ∩ the role in the tenant ∩ the object's own role. The first two are decided here, the third
 * by the service that owns the object.
 *
 * @param name the login of the user or service account; {@code anonymous} without a credential
 * @param credentialId which of the principal's credentials was used; empty for an anonymous one
 * @param dialect in which the request came
 * @param scopes of the credential
 * @param tenants the slug of each tenant that the principal belongs to, with the role there
 * @param administrator of the whole installation
 * @param actingService the service that asks on the principal's behalf; null if the principal asks itself
 */
public record Principal(
        String name,
        boolean anonymous,
        String credentialId,
        Dialect dialect,
        Set<Scope> scopes,
        Map<String, TenantRole> tenants,
        boolean administrator,
        @Nullable String actingService) {

    private static final String ANONYMOUS = "anonymous";

    public Principal {
        scopes = Set.copyOf(scopes);
        tenants = Map.copyOf(tenants);
    }

    public static Principal anonymous(Dialect dialect) {
        return new Principal(ANONYMOUS, true, "", dialect, Set.of(Scope.READ), Map.of(), false, null);
    }

    /** May see the tenant's private objects. */
    public boolean mayRead(String tenant) {
        return has(Scope.READ) && hasRole(tenant, TenantRole.READER);
    }

    /** May start and cancel builds and runs, and push images. */
    public boolean mayBuild(String tenant) {
        return has(Scope.BUILD) && hasRole(tenant, TenantRole.MEMBER);
    }

    /** May make and change what runs for the tenant: apps and their actions. */
    public boolean mayDeploy(String tenant) {
        return has(Scope.DEPLOY) && hasRole(tenant, TenantRole.MEMBER);
    }

    /** May make, change and delete the tenant's flows, pipelines, endpoints. */
    public boolean mayAdminister(String tenant) {
        return has(Scope.ADMIN) && hasRole(tenant, TenantRole.ADMIN);
    }

    /** May do what concerns the whole installation. */
    public boolean mayAdministerInstallation() {
        return administrator && has(Scope.ADMIN);
    }

    /** Whether the credential has all of these; {@link Scope#ADMIN} includes each. */
    public boolean hasAll(Set<Scope> needed) {
        return needed.stream().allMatch(this::has);
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }

    private boolean hasRole(String tenant, TenantRole least) {
        TenantRole role = tenants.get(tenant);
        return administrator || (role != null && role.includes(least));
    }
}
