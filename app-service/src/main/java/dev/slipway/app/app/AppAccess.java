package dev.slipway.app.app;

import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The one place that decides who may do what with an app, its actions and its log. Everything that a caller names is loaded through
 * here, and nothing is allowed that is not allowed here. An app that the caller may not see is answered as one that does not exist.
 */
@ApplicationScoped
public class AppAccess {

    private static final String APP = "app";

    private final Apps apps;

    AppAccess(Apps apps) {
        this.apps = apps;
    }

    public Uni<App> toRead(Principal principal, UUID appId) {
        return apps.find(appId).map(found -> readable(principal, found));
    }

    /** For actions and deletion. */
    public Uni<App> toOperate(Principal principal, UUID appId) {
        return toRead(principal, appId).invoke(app -> {
            if (!principal.mayDeploy(app.tenant())) {
                throw denied("operate this app");
            }
        });
    }

    /** Whether apps of that owner may be made; an owner that the caller has no part in answers as if it did not exist. */
    public void checkOwner(Principal principal, String owner) {
        if (principal.mayDeploy(owner)) {
            return;
        }
        throw principal.mayRead(owner) ? denied("make apps of " + owner) : missing(principal, "owner");
    }

    /** Whose apps a list may show. */
    public Visible visibleTo(Principal principal) {
        Set<String> tenants = new TreeSet<>(principal.tenants().keySet());
        tenants.removeIf(tenant -> !principal.mayRead(tenant));
        // Whatever the tenant: a right that not even an unknown tenant's name would be in the way of.
        return new Visible(principal.administrator() && principal.mayRead(""), tenants);
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

    private static App readable(Principal principal, Optional<App> found) {
        return found.filter(app -> principal.mayRead(app.tenant())).orElseThrow(() -> missing(principal, APP));
    }

    private static SlipwayException missing(Principal principal, String what) {
        return principal.anonymous()
                ? SlipwayException.unauthenticated("send an access token")
                : SlipwayException.notFound(what);
    }

    private static SlipwayException denied(String action) {
        return SlipwayException.forbidden("you may see this, but your role or your token does not let you " + action);
    }
}
