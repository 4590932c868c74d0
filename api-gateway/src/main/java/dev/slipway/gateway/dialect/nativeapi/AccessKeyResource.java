package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.dialects.Dialect;
import dev.slipway.gateway.accesskey.AccessKeys;
import dev.slipway.gateway.credential.VerifiedCredentials;
import dev.slipway.gateway.token.UsedTokens;
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
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /platform/v1/access-keys}: pairs by which CodeArts' SDKs sign requests. */
@Path("/platform/v1/access-keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class AccessKeyResource {

    /** As long as Huawei's: it only has to be unique. */
    private static final int ACCESS_BYTES = 10;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final AccessKeys keys;
    private final UsedTokens usedTokens;
    private final VerifiedCredentials verified;
    private final Idempotency idempotency;
    private final Caller caller;

    public AccessKeyResource(
            AccessKeys keys,
            UsedTokens usedTokens,
            VerifiedCredentials verified,
            Idempotency idempotency,
            Caller caller) {
        this.keys = keys;
        this.usedTokens = usedTokens;
        this.verified = verified;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @POST
    @Cancellable(false)
    @Operation(summary = "Make an access key. Its secret half is shown in this answer and never again.")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = AccessKeyView.class)))
    public Uni<Response> create(@NotNull @Valid AccessKeyRequest request) {
        Principal principal = caller.principal();
        String login = Owners.named(principal, request.user());
        Set<Scope> scopes = GrantedScopes.of(principal, request.scopes());
        String access = newAccess();
        String secret = Tokens.random("");
        return idempotency.onceAfter(
                request,
                () -> usedTokens.of(principal).invoke(used -> used.requireLasting(Dialect.CODEARTS)),
                (transaction, used) -> keys.create(transaction, login, request.description(), access, secret, scopes)
                        .map(made -> made.orElseThrow(() -> SlipwayException.invalid("user", "there is no such user")))
                        .map(made -> Answer.created(AccessKeyView.with(made, secret))));
    }

    @GET
    @Operation(
            summary = "List the caller's access keys, the oldest first; an administrator may ask for another user's.")
    public Uni<Page<AccessKeyView>> list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("user") @Nullable String user) {
        int size = Limit.of(limit);
        Cursor after = Cursor.decode(cursor, 1);
        String login = Owners.named(caller.principal(), user);
        return keys.page(login, after == null ? null : after.id(0), size + 1)
                .map(rows -> Page.of(rows, size, last -> Cursor.of(last.id())).map(AccessKeyView::of));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Show one access key, without its secret half.")
    public Uni<AccessKeyView> get(@PathParam("id") String id) {
        return keys.find(Owners.id(id, AccessKeyResource::notFound), Owners.visibleTo(caller.principal()))
                .map(found -> found.map(AccessKeyView::of).orElseThrow(AccessKeyResource::notFound));
    }

    @DELETE
    @Path("/{id}")
    @Cancellable(false)
    @Operation(summary = "Revoke an access key: what is signed with it is refused from now on.")
    @APIResponse(responseCode = "204")
    public Uni<Void> revoke(@PathParam("id") String id) {
        UUID keyId = Owners.id(id, AccessKeyResource::notFound);
        return keys.find(keyId, Owners.visibleTo(caller.principal()))
                .invoke(found -> GrantedScopes.requireAsMany(
                        caller.principal(),
                        found.orElseThrow(AccessKeyResource::notFound).scopes()))
                .chain(() -> keys.revoke(keyId, Owners.visibleTo(caller.principal())))
                .invoke(revoked -> {
                    if (!revoked) {
                        throw notFound();
                    }
                    verified.credentialChanged(keyId.toString());
                })
                .replaceWithVoid();
    }

    private static String newAccess() {
        byte[] bytes = new byte[ACCESS_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes).toUpperCase(Locale.ROOT);
    }

    private static SlipwayException notFound() {
        return SlipwayException.notFound("access key");
    }
}
