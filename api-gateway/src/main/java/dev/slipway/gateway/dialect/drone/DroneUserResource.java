package dev.slipway.gateway.dialect.drone;

import dev.slipway.dialects.Dialect;
import dev.slipway.gateway.account.User;
import dev.slipway.gateway.account.Users;
import dev.slipway.gateway.credential.VerifiedCredentials;
import dev.slipway.gateway.drone.DroneTokens;
import dev.slipway.gateway.token.UsedTokens;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;

/** {@code /api/user}: the caller, and its token. */
@Path("/api/user")
public class DroneUserResource {

    private final Users users;
    private final DroneTokens tokens;
    private final UsedTokens usedTokens;
    private final VerifiedCredentials verified;
    private final Database database;
    private final Caller caller;

    public DroneUserResource(
            Users users,
            DroneTokens tokens,
            UsedTokens usedTokens,
            VerifiedCredentials verified,
            Database database,
            Caller caller) {
        this.users = users;
        this.tokens = tokens;
        this.usedTokens = usedTokens;
        this.verified = verified;
        this.database = database;
        this.caller = caller;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Show the caller.")
    public Uni<DroneUser> get() {
        return users.byLogin(caller.principal().name())
                .map(found -> found.orElseThrow(() -> SlipwayException.notFound("user")))
                .map((User user) -> DroneUser.of(user));
    }

    @POST
    @Path("/token")
    @Cancellable(false)
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            summary =
                    "Make a token of the caller: a JWT, which has no end and is listed and revoked like other tokens.")
    public Uni<String> issue() {
        requireAllScopes();
        String login = caller.principal().name();
        return mayMakeLasting().chain(() -> database.inTransaction(transaction -> tokens.issue(transaction, login)));
    }

    @DELETE
    @Path("/token")
    @Cancellable(false)
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "End every JWT of the caller, also those that are not listed, and make a new one.")
    public Uni<String> change() {
        requireAllScopes();
        String login = caller.principal().name();
        return mayMakeLasting()
                .chain(() -> database.inTransaction(transaction -> tokens.changeKey(transaction, login)))
                .invoke(() -> verified.principalChanged(login));
    }

    private Uni<Void> mayMakeLasting() {
        return usedTokens
                .of(caller.principal())
                .invoke(used -> used.requireLasting(Dialect.DRONE))
                .replaceWithVoid();
    }

    /** A JWT may do all that its user may, so a token that may do less must not make one. */
    private void requireAllScopes() {
        if (!caller.principal().scopes().contains(Scope.ADMIN)) {
            throw SlipwayException.forbidden(
                    "the token that is used may not do everything, and cannot make one that may");
        }
    }
}
