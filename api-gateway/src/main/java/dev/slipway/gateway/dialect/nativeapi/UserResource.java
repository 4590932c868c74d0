package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.account.Users;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.idempotency.Answer;
import dev.slipway.kit.idempotency.Idempotency;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.TenantRole;
import dev.slipway.kit.paging.Cursor;
import dev.slipway.kit.paging.Limit;
import dev.slipway.kit.paging.Page;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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

/** {@code /platform/v1/users}: for administrators of the platform. */
@Path("/platform/v1/users")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class UserResource {

    private final Users users;
    private final Idempotency idempotency;
    private final Caller caller;

    public UserResource(Users users, Idempotency idempotency, Caller caller) {
        this.users = users;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @POST
    @Cancellable(false)
    @Operation(summary = "Make a user, with its roles in tenants. Make a token for it with POST /platform/v1/tokens.")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = UserView.class)))
    public Uni<Response> create(@NotNull @Valid UserRequest request) {
        requireAdministrator();
        Map<String, TenantRole> tenants = roles(request.tenants());
        return idempotency.once(
                request,
                transaction -> users.create(transaction, request.login(), tenants)
                        .map(made -> Answer.created(UserView.of(made))));
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

    private void requireAdministrator() {
        if (!caller.principal().mayAdministerInstallation()) {
            throw SlipwayException.forbidden("users are for administrators of the platform");
        }
    }

    private static Map<String, TenantRole> roles(@Nullable Map<String, String> words) {
        Map<String, TenantRole> roles = new HashMap<>();
        if (words != null) {
            words.forEach((slug, word) -> roles.put(slug, role(slug, word)));
        }
        return roles;
    }

    private static TenantRole role(String slug, String word) {
        for (TenantRole role : TenantRole.values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw SlipwayException.invalid("tenants." + slug, "must be reader, member or admin");
    }
}
