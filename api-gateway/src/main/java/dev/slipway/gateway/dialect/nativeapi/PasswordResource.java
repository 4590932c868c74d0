package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.credential.VerifiedCredentials;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.password.PasswordHasher;
import dev.slipway.gateway.password.Passwords;
import dev.slipway.gateway.token.AccessTokens;
import dev.slipway.gateway.token.TokenKind;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /platform/v1/users/{login}/password}: set by its user, who knows the present one, or by an administrator. */
@Path("/platform/v1/users/{login}/password")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PasswordResource {

    private final Passwords passwords;
    private final PasswordHasher hasher;
    private final AccessTokens tokens;
    private final VerifiedCredentials verified;
    private final Database database;
    private final Caller caller;
    private final RoutingContext context;

    public PasswordResource(
            Passwords passwords,
            PasswordHasher hasher,
            AccessTokens tokens,
            VerifiedCredentials verified,
            Database database,
            Caller caller,
            RoutingContext context) {
        this.passwords = passwords;
        this.hasher = hasher;
        this.tokens = tokens;
        this.verified = verified;
        this.database = database;
        this.caller = caller;
        this.context = context;
    }

    @PUT
    @Cancellable(false)
    @Operation(summary = "Set a password. The user's sessions end.")
    @APIResponse(responseCode = "204")
    public Uni<Void> set(@PathParam("login") String login, @NotNull @Valid PasswordRequest request) {
        return mayChange(login, request.current())
                .chain(() -> hasher.hash(request.password()))
                .chain(hash -> store(login, hash));
    }

    @DELETE
    @Cancellable(false)
    @Operation(summary = "Take a user's password: it has its tokens and keys only.")
    @APIResponse(responseCode = "204")
    public Uni<Void> remove(@PathParam("login") String login) {
        if (!caller.principal().mayAdministerInstallation()) {
            throw SlipwayException.forbidden("taking a password is for administrators of the platform");
        }
        return store(login, null);
    }

    private Uni<Void> mayChange(String login, @Nullable String current) {
        Principal principal = caller.principal();
        if (principal.mayAdministerInstallation()) {
            return Uni.createFrom().voidItem();
        }
        if (!login.equals(principal.name())) {
            throw notFound();
        }
        if (current == null) {
            throw SlipwayException.invalid("current", "is needed: the present password");
        }
        return passwords
                .verify(Exchange.of(context).clientAddress(), login, current)
                .invoke(holder -> {
                    if (holder.isEmpty()) {
                        throw SlipwayException.forbidden("current: is not the present password");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> store(String login, @Nullable String hash) {
        return database.inTransaction(transaction -> passwords
                        .set(transaction.connection(), login, hash)
                        .invoke(found -> {
                            if (!found) {
                                throw notFound();
                            }
                        })
                        .chain(() -> tokens.revokeAll(transaction, login, TokenKind.SESSION)))
                .invoke(() -> verified.principalChanged(login))
                .replaceWithVoid();
    }

    private static SlipwayException notFound() {
        return SlipwayException.notFound("user");
    }
}
