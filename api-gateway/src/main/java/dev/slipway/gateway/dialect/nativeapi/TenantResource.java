package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.account.Memberships;
import dev.slipway.gateway.account.Tenants;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * {@code /platform/v1/tenants}: a member sees its tenants, and its administrators say who else is in it; administrators of the platform see and make all. A
 * tenant that the caller may not see answers as if it did not exist.
 */
@Path("/platform/v1/tenants")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class TenantResource {

    private final Tenants tenants;
    private final Memberships memberships;
    private final VerifiedCredentials verified;
    private final Idempotency idempotency;
    private final Caller caller;

    public TenantResource(
            Tenants tenants,
            Memberships memberships,
            VerifiedCredentials verified,
            Idempotency idempotency,
            Caller caller) {
        this.tenants = tenants;
        this.memberships = memberships;
        this.verified = verified;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @POST
    @Cancellable(false)
    @Operation(summary = "Make a tenant.")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = TenantView.class)))
    public Uni<Response> create(@NotNull @Valid TenantRequest request) {
        if (!caller.principal().mayAdministerInstallation()) {
            throw SlipwayException.forbidden("making tenants is for administrators of the platform");
        }
        return idempotency.once(
                request,
                transaction ->
                        tenants.create(transaction, request.slug()).map(made -> Answer.created(TenantView.of(made))));
    }

    @GET
    @Operation(summary = "List the caller's tenants by slug; for administrators of the platform, all.")
    public Uni<Page<TenantView>> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        Principal principal = caller.principal();
        int size = Limit.of(limit);
        Cursor after = Cursor.decode(cursor, 1);
        Set<String> among = principal.mayAdministerInstallation()
                ? null
                : principal.tenants().keySet();
        return tenants.page(among, after == null ? null : after.text(0), size + 1)
                .map(rows -> Page.of(rows, size, last -> Cursor.of(last.slug())).map(TenantView::of));
    }

    @GET
    @Path("/{slug}")
    @Operation(summary = "Show a tenant.")
    public Uni<TenantView> get(@PathParam("slug") String slug) {
        return visible(slug).map(TenantView::of);
    }

    @GET
    @Path("/{slug}/members")
    @Operation(summary = "List a tenant's members by login.")
    public Uni<Page<MemberView>> members(
            @PathParam("slug") String slug,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        int size = Limit.of(limit);
        Cursor after = Cursor.decode(cursor, 1);
        return visible(slug)
                .chain(() -> memberships.page(slug, after == null ? null : after.text(0), size + 1))
                .map(rows ->
                        Page.of(rows, size, last -> Cursor.of(last.login())).map(MemberView::of));
    }

    @PUT
    @Path("/{slug}/members/{login}")
    @Cancellable(false)
    @Operation(summary = "Make a user a member of the tenant, or change its role there.")
    public Uni<MemberView> setMember(
            @PathParam("slug") String slug, @PathParam("login") String login, @NotNull @Valid MemberRequest request) {
        TenantRole role = Roles.of("role", request.role());
        return administered(slug)
                .chain(() -> memberships.set(slug, login, role))
                .invoke(found -> {
                    if (!found) {
                        throw SlipwayException.notFound("user");
                    }
                    verified.principalChanged(login);
                })
                .replaceWith(new MemberView(login, role.word()));
    }

    @DELETE
    @Path("/{slug}/members/{login}")
    @Cancellable(false)
    @Operation(summary = "Take a user out of the tenant.")
    @APIResponse(responseCode = "204")
    public Uni<Void> removeMember(@PathParam("slug") String slug, @PathParam("login") String login) {
        return administered(slug)
                .chain(() -> memberships.remove(slug, login))
                .invoke(found -> {
                    if (!found) {
                        throw SlipwayException.notFound("member");
                    }
                    verified.principalChanged(login);
                })
                .replaceWithVoid();
    }

    private Uni<Tenants.Tenant> visible(String slug) {
        if (!caller.principal().mayRead(slug)) {
            throw notFound();
        }
        return tenants.find(slug).map(found -> found.orElseThrow(TenantResource::notFound));
    }

    private Uni<Tenants.Tenant> administered(String slug) {
        return visible(slug).invoke(() -> {
            if (!caller.principal().mayAdminister(slug)) {
                throw SlipwayException.forbidden("changing members is for administrators of the tenant");
            }
        });
    }

    private static SlipwayException notFound() {
        return SlipwayException.notFound("tenant");
    }
}
