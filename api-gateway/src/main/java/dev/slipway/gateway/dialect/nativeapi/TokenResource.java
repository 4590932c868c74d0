package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.token.AccessTokens;
import dev.slipway.gateway.token.VerifiedTokens;
import dev.slipway.kit.crypto.Hashes;
import dev.slipway.kit.crypto.Tokens;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.idempotency.Answer;
import dev.slipway.kit.idempotency.Idempotency;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.identity.Scope;
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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /platform/v1/tokens}: access tokens of the caller, and for administrators those of everybody. */
@Path("/platform/v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class TokenResource {

    /** Lets scanners recognise a token that was committed somewhere. */
    private static final String PREFIX = "slp_";

    /** RFC 3339 has no later year. */
    private static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59.999999Z");

    private final AccessTokens tokens;
    private final VerifiedTokens verifiedTokens;
    private final Idempotency idempotency;
    private final Caller caller;

    public TokenResource(AccessTokens tokens, VerifiedTokens verifiedTokens, Idempotency idempotency, Caller caller) {
        this.tokens = tokens;
        this.verifiedTokens = verifiedTokens;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @POST
    @Cancellable(false)
    @Operation(summary = "Make an access token. Its value is shown in this answer and never again.")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = NewTokenView.class)))
    public Uni<Response> create(@NotNull @Valid TokenRequest request) {
        Principal principal = caller.principal();
        String login = ownerOfNewToken(principal, request.user());
        Set<Scope> scopes = scopes(principal, request.scopes());
        Instant expiresAt = request.expiresAt();
        if (expiresAt != null && !expiresAt.isAfter(Instant.now())) {
            throw SlipwayException.invalid("expires_at", "must be in the future");
        }
        if (expiresAt != null && expiresAt.isAfter(LAST_TIME)) {
            throw SlipwayException.invalid("expires_at", "must have a year of four digits");
        }
        String value = Tokens.random(PREFIX);
        return idempotency.once(
                request,
                transaction -> tokens.create(
                                transaction, login, request.description(), Hashes.sha256Hex(value), scopes, expiresAt)
                        .map(made -> made.orElseThrow(() -> SlipwayException.invalid("user", "there is no such user")))
                        .map(made -> Answer.created(new NewTokenView(TokenView.of(made), value))));
    }

    @GET
    @Operation(summary = "List the caller's tokens, the oldest first; an administrator may ask for another user's.")
    public Uni<Page<TokenView>> list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("user") @Nullable String user) {
        int size = Limit.of(limit);
        Cursor after = Cursor.decode(cursor, 1);
        String login = ownerOfNewToken(caller.principal(), user);
        return tokens.page(login, after == null ? null : after.id(0), size + 1)
                .map(rows -> Page.of(rows, size, last -> Cursor.of(last.id())).map(TokenView::of));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Show one token, without its value.")
    public Uni<TokenView> get(@PathParam("id") String id) {
        return tokens.find(tokenId(id), visibleOwner())
                .map(found -> found.map(TokenView::of).orElseThrow(TokenResource::notFound));
    }

    @DELETE
    @Path("/{id}")
    @Cancellable(false)
    @Operation(summary = "Revoke a token: it is refused from now on.")
    @APIResponse(responseCode = "204")
    public Uni<Void> revoke(@PathParam("id") String id) {
        UUID tokenId = tokenId(id);
        return tokens.revoke(tokenId, visibleOwner())
                .invoke(found -> {
                    if (!found) {
                        throw notFound();
                    }
                    verifiedTokens.revoke(tokenId);
                })
                .replaceWithVoid();
    }

    /** Null where the caller may see everybody's. */
    private @Nullable String visibleOwner() {
        Principal principal = caller.principal();
        return principal.mayAdministerInstallation() ? null : principal.name();
    }

    private static String ownerOfNewToken(Principal principal, @Nullable String user) {
        if (user == null || user.equals(principal.name())) {
            return principal.name();
        }
        if (!principal.mayAdministerInstallation()) {
            throw SlipwayException.forbidden("user: only an administrator of the platform may name another user");
        }
        return user;
    }

    /** A token cannot be used to make one that may do more. */
    private static Set<Scope> scopes(Principal principal, @Nullable Set<String> asked) {
        if (asked == null) {
            return principal.scopes();
        }
        Set<Scope> scopes = asked.stream().map(TokenResource::scope).collect(Collectors.toUnmodifiableSet());
        if (scopes.isEmpty()) {
            throw SlipwayException.invalid("scopes", "must not be empty");
        }
        if (!principal.scopes().contains(Scope.ADMIN) && !principal.scopes().containsAll(scopes)) {
            throw SlipwayException.forbidden("scopes: must be among those of the token that is used");
        }
        return scopes;
    }

    private static Scope scope(String word) {
        try {
            return Scope.ofWord(word);
        } catch (IllegalArgumentException e) {
            throw SlipwayException.invalid("scopes", "must be among read, build, deploy, admin");
        }
    }

    private static UUID tokenId(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw notFound();
        }
    }

    private static SlipwayException notFound() {
        return SlipwayException.notFound("token");
    }
}
