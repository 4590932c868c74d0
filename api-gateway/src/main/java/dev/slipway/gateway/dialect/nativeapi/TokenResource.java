package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.dialects.ApiClass;
import dev.slipway.dialects.Dialect;
import dev.slipway.gateway.credential.VerifiedCredentials;
import dev.slipway.gateway.token.AccessToken;
import dev.slipway.gateway.token.AccessTokens;
import dev.slipway.gateway.token.NewToken;
import dev.slipway.gateway.token.TokenKind;
import dev.slipway.gateway.token.UsedTokens;
import dev.slipway.kit.crypto.Hashes;
import dev.slipway.kit.crypto.Tokens;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.Transaction;
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
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
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
    private final UsedTokens usedTokens;
    private final VerifiedCredentials verified;
    private final Idempotency idempotency;
    private final Caller caller;

    public TokenResource(
            AccessTokens tokens,
            UsedTokens usedTokens,
            VerifiedCredentials verified,
            Idempotency idempotency,
            Caller caller) {
        this.tokens = tokens;
        this.usedTokens = usedTokens;
        this.verified = verified;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @POST
    @Cancellable(false)
    @Operation(summary = "Make an access token. Its value is shown in this answer and never again.")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = NewTokenView.class)))
    public Uni<Response> create(@NotNull @Valid TokenRequest request) {
        Principal principal = caller.principal();
        String login = Owners.named(principal, request.user());
        Set<Scope> scopes = GrantedScopes.of(principal, request.scopes());
        Set<Dialect> dialects = dialects(request.dialects());
        Map<ApiClass, Long> limits = limits(principal, request.limits());
        String value = Tokens.random(PREFIX);
        return idempotency.onceAfter(
                request,
                () -> usedTokens
                        .of(principal)
                        .invoke(() -> requireExpressible(request.expiresAt()))
                        .map(used -> new NewToken(
                                Ids.newId(),
                                TokenKind.ACCESS,
                                login,
                                request.description(),
                                Hashes.sha256Hex(value),
                                scopes,
                                used.within(dialects),
                                limits.isEmpty() ? used.limits() : limits,
                                used.expiry(request.expiresAt()))),
                (transaction, token) -> create(transaction, token, value));
    }

    @GET
    @Operation(summary = "List the caller's tokens, the oldest first; an administrator may ask for another user's.")
    public Uni<Page<TokenView>> list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("user") @Nullable String user) {
        int size = Limit.of(limit);
        Cursor after = Cursor.decode(cursor, 1);
        String login = Owners.named(caller.principal(), user);
        return tokens.page(login, after == null ? null : after.id(0), null, size + 1)
                .map(rows -> Page.of(rows, size, last -> Cursor.of(last.id())).map(TokenView::of));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Show one token, without its value.")
    public Uni<TokenView> get(@PathParam("id") String id) {
        return tokens.find(Owners.id(id, TokenResource::notFound), Owners.visibleTo(caller.principal()))
                .map(found -> found.map(TokenView::of).orElseThrow(TokenResource::notFound));
    }

    @DELETE
    @Path("/{id}")
    @Cancellable(false)
    @Operation(summary = "Revoke a token: it is refused from now on.")
    @APIResponse(responseCode = "204")
    public Uni<Void> revoke(@PathParam("id") String id) {
        Principal principal = caller.principal();
        UUID tokenId = Owners.id(id, TokenResource::notFound);
        return tokens.find(tokenId, Owners.visibleTo(principal))
                .invoke(found -> requireNoMore(principal, found.orElseThrow(TokenResource::notFound)))
                .chain(() -> tokens.revoke(tokenId, Owners.visibleTo(principal)))
                .invoke(revoked -> {
                    if (!revoked) {
                        throw notFound();
                    }
                    verified.credentialChanged(tokenId.toString());
                })
                .replaceWithVoid();
    }

    private Uni<Answer> create(Transaction transaction, NewToken token, String value) {
        return tokens.create(transaction, token)
                .map(made -> made.orElseThrow(() -> SlipwayException.invalid("user", "there is no such user")))
                .map(made -> Answer.created(new NewTokenView(TokenView.of(made), value)));
    }

    private static void requireExpressible(@Nullable Instant expiresAt) {
        if (expiresAt != null && !expiresAt.isAfter(Instant.now())) {
            throw SlipwayException.invalid("expires_at", "must be in the future");
        }
        if (expiresAt != null && expiresAt.isAfter(LAST_TIME)) {
            throw SlipwayException.invalid("expires_at", "must have a year of four digits");
        }
    }

    private static void requireNoMore(Principal principal, AccessToken token) {
        if (!token.mayBeChangedBy(principal)) {
            throw SlipwayException.forbidden("the token that is used may do less than this one, and cannot revoke it");
        }
    }

    private static Set<Dialect> dialects(@Nullable Set<String> words) {
        if (words == null) {
            return Set.of();
        }
        if (words.isEmpty()) {
            throw SlipwayException.invalid("dialects", "must not be empty; leave it out for all of them");
        }
        return words.stream().map(TokenResource::dialect).collect(Collectors.toUnmodifiableSet());
    }

    private static Dialect dialect(String word) {
        try {
            return Dialect.ofWord(word);
        } catch (IllegalArgumentException e) {
            throw SlipwayException.invalid(
                    "dialects",
                    "must be among daocloud, serverless-cd, drone, imagebuild, harbor, codearts, oci, native");
        }
    }

    private static Map<ApiClass, Long> limits(Principal principal, @Nullable Map<String, Long> asked) {
        Map<ApiClass, Long> limits = new EnumMap<>(ApiClass.class);
        if (asked == null || asked.isEmpty()) {
            return limits;
        }
        if (!principal.mayAdministerInstallation()) {
            throw SlipwayException.forbidden("limits: are for administrators of the platform");
        }
        asked.forEach((word, limit) -> limits.put(apiClass(word), limit));
        return limits;
    }

    private static ApiClass apiClass(String word) {
        try {
            return ApiClass.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw SlipwayException.invalid("limits", "must be by read, write, build, deploy, log");
        }
    }

    private static SlipwayException notFound() {
        return SlipwayException.notFound("token");
    }
}
