package dev.slipway.gateway.dialect.drone;

import dev.slipway.gateway.account.NewUser;
import dev.slipway.gateway.account.PrincipalKind;
import dev.slipway.gateway.account.User;
import dev.slipway.gateway.account.UserChange;
import dev.slipway.gateway.account.Users;
import dev.slipway.gateway.credential.VerifiedCredentials;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Slug;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;

/** {@code /api/users}: for administrators, as Drone 0.5 has it. */
@Path("/api/users")
@Produces(MediaType.APPLICATION_JSON)
public class DroneUsersResource {

    /** Drone's list has no pages; an installation with more users is administered by the native API. */
    private static final int MOST_USERS = 10_000;

    private final Users users;
    private final VerifiedCredentials verified;
    private final Database database;
    private final Caller caller;

    public DroneUsersResource(Users users, VerifiedCredentials verified, Database database, Caller caller) {
        this.users = users;
        this.verified = verified;
        this.database = database;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "List all users, the oldest first.")
    public Uni<List<DroneUser>> list() {
        requireAdministrator();
        return users.page(null, MOST_USERS)
                .map(all -> all.stream().map(DroneUser::of).toList());
    }

    @POST
    @Cancellable(false)
    @Operation(summary = "Make a user.")
    public Uni<DroneUser> create(@NotNull DroneUserBody body) {
        requireAdministrator();
        String login = body.login();
        if (login == null) {
            throw SlipwayException.invalid("login", "is needed");
        }
        NewUser user = new NewUser(
                PrincipalKind.USER,
                Slug.require("login", login),
                email(body),
                Boolean.TRUE.equals(body.admin()),
                Map.of());
        return database.inTransaction(transaction -> users.create(transaction, user))
                .map((User made) -> DroneUser.of(made));
    }

    @GET
    @Path("/{login}")
    @Operation(summary = "Show a user.")
    public Uni<DroneUser> get(@PathParam("login") String login) {
        requireAdministrator();
        return users.byLogin(login).map(found -> found.map(DroneUser::of).orElseThrow(DroneUsersResource::notFound));
    }

    @PATCH
    @Path("/{login}")
    @Cancellable(false)
    @Operation(summary = "Change whether a user is active, and whether it is an administrator.")
    public Uni<DroneUser> change(@PathParam("login") String login, @NotNull DroneUserBody body) {
        requireAdministrator();
        Boolean disabled = body.active() == null ? null : !body.active();
        if (Boolean.FALSE.equals(body.admin()) || Boolean.TRUE.equals(disabled)) {
            requireSomebodyElse(login);
        }
        return change(login, new UserChange(body.email() == null ? null : email(body), body.admin(), disabled));
    }

    @DELETE
    @Path("/{login}")
    @Cancellable(false)
    @Operation(summary = "Disable a user.")
    public Uni<Void> delete(@PathParam("login") String login) {
        requireAdministrator();
        requireSomebodyElse(login);
        return change(login, new UserChange(null, false, true)).replaceWithVoid();
    }

    private Uni<DroneUser> change(String login, UserChange change) {
        return users.change(login, change)
                .map(found -> found.map(DroneUser::of).orElseThrow(DroneUsersResource::notFound))
                .invoke(() -> verified.principalChanged(login));
    }

    private static String email(DroneUserBody body) {
        String email = body.email() == null ? "" : body.email();
        if (email.length() > 254 || email.chars().anyMatch(Character::isISOControl)) {
            throw SlipwayException.invalid("email", "must be an e-mail address");
        }
        return email;
    }

    private void requireAdministrator() {
        if (!caller.principal().mayAdministerInstallation()) {
            throw SlipwayException.forbidden("users are for administrators");
        }
    }

    /** So that there is always one administrator. */
    private void requireSomebodyElse(String login) {
        if (login.equals(caller.principal().name())) {
            throw SlipwayException.conflict("an administrator cannot take its own rights; another one can");
        }
    }

    private static SlipwayException notFound() {
        return SlipwayException.notFound("user");
    }
}
