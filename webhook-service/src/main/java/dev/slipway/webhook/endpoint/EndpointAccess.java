package dev.slipway.webhook.endpoint;

import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.identity.Slug;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides who may see and change an endpoint, and thereby its deliveries. An endpoint that is somebody else's is
 * answered as one that does not exist.
 *
 * <p>An endpoint belongs to a tenant: its readers see it, its administrators make and delete it. One that hears of every tenant's events belongs
 * to the installation and is its administrators' alone.
 */
@ApplicationScoped
public class EndpointAccess {

    /**
     * Whose events a new endpoint hears of.
     *
     * @param owner a tenant's slug; null for the caller's only tenant, or, for an administrator of the installation, for every tenant
     * @return null for every tenant
     * @throws SlipwayException if the caller may not, or does not say whose
     */
    public @Nullable String ownerOfNew(Principal principal, @Nullable String owner) {
        if (owner == null) {
            return ownOwner(principal);
        }
        Slug.require("owner", owner);
        if (!principal.administrator() && !principal.tenants().containsKey(owner)) {
            throw SlipwayException.notFound("owner");
        }
        if (!principal.mayAdminister(owner)) {
            throw SlipwayException.forbidden("only an administrator of " + owner + " may make its endpoints");
        }
        return owner;
    }

    private static @Nullable String ownOwner(Principal principal) {
        if (principal.mayAdministerInstallation()) {
            return null;
        }
        Set<String> administered = new TreeSet<>(principal.tenants().keySet());
        administered.removeIf(tenant -> !principal.mayAdminister(tenant));
        if (administered.isEmpty()) {
            throw SlipwayException.forbidden("only an administrator of a tenant may make endpoints");
        }
        if (administered.size() > 1) {
            throw SlipwayException.invalid("owner", "one of " + administered);
        }
        return administered.iterator().next();
    }

    /** @throws SlipwayException if there is no such endpoint, as far as the caller is concerned */
    public Endpoint requireReadable(Principal principal, Optional<Endpoint> endpoint) {
        return endpoint.filter(found -> mayRead(principal, found.tenant()))
                .orElseThrow(() -> SlipwayException.notFound("webhook endpoint"));
    }

    /** @throws SlipwayException if there is no such endpoint, or the caller may only read it */
    public Endpoint requireChangeable(Principal principal, Optional<Endpoint> endpoint) {
        Endpoint readable = requireReadable(principal, endpoint);
        String tenant = readable.tenant();
        boolean allowed = tenant == null ? principal.mayAdministerInstallation() : principal.mayAdminister(tenant);
        if (!allowed) {
            throw SlipwayException.forbidden("only an administrator of its owner may change this endpoint");
        }
        return readable;
    }

    /** The endpoints and deliveries whose existence the caller may know of. */
    public Visible visibleTo(Principal principal) {
        Set<String> tenants = new TreeSet<>(principal.tenants().keySet());
        tenants.removeIf(tenant -> !principal.mayRead(tenant));
        return new Visible(seesAll(principal), tenants);
    }

    /** @param tenant of an endpoint; null for one of the installation */
    public boolean mayRead(Principal principal, @Nullable String tenant) {
        return tenant == null ? seesAll(principal) : principal.mayRead(tenant);
    }

    /** Whatever the tenant: a right that not even an unknown tenant's name would be in the way of. */
    private static boolean seesAll(Principal principal) {
        return principal.administrator() && principal.mayRead("");
    }

    /**
     * What a list may show.
     *
     * @param all whatever its owner
     * @param tenants otherwise, that of these owners
     */
    public record Visible(boolean all, Set<String> tenants) {

        public Visible {
            tenants = Set.copyOf(tenants);
        }
    }
}
