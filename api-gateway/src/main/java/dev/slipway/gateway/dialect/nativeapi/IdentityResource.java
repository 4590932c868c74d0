package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.oidc.OidcUsers;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** {@code /platform/v1/users/{login}/identity}: which person of an OpenID Connect issuer's a user is. */
@Path("/platform/v1/users/{login}/identity")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class IdentityResource {

    private final OidcUsers users;
    private final Caller caller;

    public IdentityResource(OidcUsers users, Caller caller) {
        this.users = users;
        this.caller = caller;
    }

    @PUT
    @Cancellable(false)
    @Operation(summary = "Say which person of an issuer's a user is: for administrators.")
    @APIResponse(responseCode = "204")
    public Uni<Void> link(@PathParam("login") String login, @NotNull @Valid IdentityRequest request) {
        if (!caller.principal().mayAdministerInstallation()) {
            throw SlipwayException.forbidden("identities are for administrators of the platform");
        }
        return users.link(login, request.issuer(), request.subject())
                .invoke(found -> {
                    if (!found) {
                        throw SlipwayException.notFound("user");
                    }
                })
                .replaceWithVoid();
    }
}
