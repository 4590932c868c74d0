package dev.slipway.gateway.audit;

import dev.slipway.kit.identity.Principal;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** What becomes known of a call while it is decided about. Touched on the request's own event loop alone. */
public final class AuditedCall {

    private static final String KEY = AuditedCall.class.getName();

    private final long startedAtNanos = System.nanoTime();
    private String principal = "anonymous";
    private @Nullable String credentialId;
    private @Nullable String onlyTenant;
    private boolean admitted;

    AuditedCall() {}

    /**
     * The call that is being answered, for the gateway's own resources: a sign-in tells who it was.
     *
     * @return null outside of a route that the gateway serves itself
     */
    public static @Nullable AuditedCall of(RoutingContext context) {
        return context.get(KEY);
    }

    /** Says who it was that has just signed in. */
    public static void signedIn(RoutingContext context, String login, String credentialId) {
        AuditedCall call = of(context);
        if (call != null) {
            call.by(login, credentialId);
        }
    }

    void keepIn(RoutingContext context) {
        context.put(KEY, this);
    }

    /** Whoever it is that asks. */
    public void by(Principal caller) {
        if (!caller.anonymous()) {
            by(caller.name(), caller.credentialId());
            // What somebody of one tenant may touch is that tenant's.
            onlyTenant = caller.tenants().size() == 1 && !caller.administrator()
                    ? caller.tenants().keySet().iterator().next()
                    : null;
        }
    }

    /** @param usedCredentialId never the credential itself */
    public void by(String login, String usedCredentialId) {
        principal = login;
        credentialId = usedCredentialId.isEmpty() ? null : usedCredentialId;
    }

    /** The door lets it through: from now on its route decides. */
    public void admit() {
        admitted = true;
    }

    boolean isAdmitted() {
        return admitted;
    }

    boolean isAnonymous() {
        return credentialId == null;
    }

    /** {@code anonymous} until it is known. */
    public String principal() {
        return principal;
    }

    @Nullable
    String credentialId() {
        return credentialId;
    }

    @Nullable
    String onlyTenant() {
        return onlyTenant;
    }

    long durationMillis() {
        return (System.nanoTime() - startedAtNanos) / 1_000_000;
    }
}
