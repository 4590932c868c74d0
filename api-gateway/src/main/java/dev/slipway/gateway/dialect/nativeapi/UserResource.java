package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.account.NewUser;
import dev.slipway.gateway.account.PrincipalKind;
import dev.slipway.gateway.account.UserChange;
import dev.slipway.gateway.account.Users;
import dev.slipway.gateway.credential.VerifiedCredentials;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.idempotency.Answer;
import dev.slipway.kit.idempotency.Idempotency;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.identity.TenantRole;
import dev.slipway.kit.paging.Cursor;
import dev.slipway.kit.paging.Limit;
import dev.slipway.kit.paging.Page;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /platform/v1/users}: users and service accounts, for administrators of the platform; everybody sees itself. */
@Path("/platform/v1/users")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class UserResource {

    private final Users users;
    private final VerifiedCredentials verified;
    private final Idempotency idempotency;
    private final Caller caller;

    public UserResource(Users users, VerifiedCredentials verified, Idempotency idempotency, Caller caller) {
        this.users = users;
        this.verified = verified;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @POST
    @Cancellable(false)
    @Operation(
            summary =
                    "Make a user or a service account, with its roles in tenants. Make a token for it with POST /platform/v1/tokens.")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = UserView.class)))
    public Uni<Response> create(@NotNull @Valid UserRequest request) {
        requireAdministrator();
        NewUser user = new NewUser(
                request.kind() == null ? PrincipalKind.USER : PrincipalKind.ofWord(request.kind()),
                request.login(),
                request.email() == null ? "" : request.email(),
                Boolean.TRUE.equals(request.administrator()),
                roles(request.tenants()));
        return idempotency.once(
                request, transaction -> users.create(transaction, user).map(made -> Answer.created(UserView.of(made))));
    }

    @GET
    @Operation(summary = "List all users, the oldest first.")
    public Uni<Page<UserView>> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        requireAdministrator();
        int size = Limit.of(limit);
        Cursor after = Cursor.decode(cursor, 1);
        return users.page(after == null ? null : after.id(0), size + 1)
                .map(rows -> Page.of(rows, size, last -> Cursor.of(last.id())).map(UserView::of));
    }

    @GET
    @Path("/{login}")
    @Operation(summary = "Show a user: oneself, or, for administrators, anybody.")
    public Uni<UserView> get(@PathParam("login") String login) {
        Principal principal = caller.principal();
        if (!login.equals(principal.name()) && !principal.mayAdministerInstallation()) {
            throw notFound();
        }
        return users.byLogin(login).map(found -> found.map(UserView::of).orElseThrow(UserResource::notFound));
    }

    @PATCH
    @Path("/{login}")
    @Cancellable(false)
    @Operation(summary = "Change a user. A disabled one's credentials are refused until it is enabled again.")
    public Uni<UserView> change(@PathParam("login") String login, @NotNull @Valid UserChangeRequest request) {
        requireAdministrator();
        boolean losesRights = Boolean.FALSE.equals(request.administrator()) || Boolean.TRUE.equals(request.disabled());
        if (losesRights) {
            requireSomebodyElse(login);
        }
        return change(login, new UserChange(request.email(), request.administrator(), request.disabled()));
    }

    @DELETE
    @Path("/{login}")
    @Cancellable(false)
    @Operation(
            summary =
                    "Disable a user for good. The login stays taken: what it did goes on saying so, and nobody else gets it.")
    @APIResponse(responseCode = "204")
    public Uni<Void> delete(@PathParam("login") String login) {
        requireAdministrator();
        requireSomebodyElse(login);
        return change(login, new UserChange(null, false, true)).replaceWithVoid();
    }

    private Uni<UserView> change(String login, UserChange change) {
        return users.change(login, change)
                .map(found -> found.map(UserView::of).orElseThrow(UserResource::notFound))
                .invoke(() -> verified.principalChanged(login));
    }

    private void requireAdministrator() {
        if (!caller.principal().mayAdministerInstallation()) {
            throw SlipwayException.forbidden("users are for administrators of the platform");
        }
    }

    /** So that there is always one administrator. */
    private void requireSomebodyElse(String login) {
        if (login.equals(caller.principal().name())) {
            throw SlipwayException.conflict("an administrator cannot take its own rights; another one can");
        }
    }

    private static Map<String, TenantRole> roles(@Nullable Map<String, String> words) {
        Map<String, TenantRole> roles = new HashMap<>();
        if (words != null) {
            words.forEach((slug, word) -> roles.put(slug, Roles.of("tenants." + slug, word)));
        }
        return roles;
    }

    private static SlipwayException notFound() {
        return SlipwayException.notFound("user");
    }
}
