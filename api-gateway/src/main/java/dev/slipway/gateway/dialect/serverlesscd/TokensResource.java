package dev.slipway.gateway.dialect.serverlesscd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.dialects.Dialect;
import dev.slipway.gateway.credential.VerifiedCredentials;
import dev.slipway.gateway.token.AccessToken;
import dev.slipway.gateway.token.AccessTokens;
import dev.slipway.gateway.token.NewToken;
import dev.slipway.gateway.token.TokenKind;
import dev.slipway.gateway.token.UsedTokens;
import dev.slipway.kit.crypto.Hashes;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/tokens}: tokens for the header {@code cd_token}, each the caller's own. Times are epoch milliseconds; -1 is never. */
@Path("/api/tokens")
@Produces(MediaType.APPLICATION_JSON)
public class TokensResource {

    private static final long NEVER = -1;

    /** The list has no pages. */
    private static final int MOST_TOKENS = 1000;

    private static final int MAX_DESCRIPTION = 200;

    /** A thousand years: beyond, it is a mistake. */
    private static final long MAX_MILLIS = 1000L * 365 * 24 * 3600 * 1000;

    private final AccessTokens tokens;
    private final UsedTokens usedTokens;
    private final VerifiedCredentials verified;
    private final Database database;
    private final Caller caller;

    public TokensResource(
            AccessTokens tokens,
            UsedTokens usedTokens,
            VerifiedCredentials verified,
            Database database,
            Caller caller) {
        this.tokens = tokens;
        this.usedTokens = usedTokens;
        this.verified = verified;
        this.database = database;
        this.caller = caller;
    }

    @GET
    @Path("/list")
    @Operation(summary = "List the caller's tokens of this dialect, without their values.")
    public Uni<Answer<List<TokenItem>>> list() {
        return tokens.page(caller.principal().name(), null, TokenKind.SERVERLESS_CD, MOST_TOKENS)
                .map(found ->
                        new Answer<>(true, found.stream().map(TokenItem::of).toList()));
    }

    @POST
    @Path("/create")
    @Cancellable(false)
    @Operation(summary = "Make a token; its value is shown in this answer and never again.")
    public Uni<Answer<Map<String, String>>> create(@NotNull NewTokenBody body) {
        Principal principal = caller.principal();
        String description = body.description() == null ? "" : body.description();
        if (description.length() > MAX_DESCRIPTION || description.chars().anyMatch(Character::isISOControl)) {
            throw SlipwayException.invalid("description", "may have " + MAX_DESCRIPTION + " characters at most");
        }
        String value = TokenValue.random();
        Instant asked = expiry(body.expiration());
        return usedTokens
                .of(principal)
                .map(used -> new NewToken(
                        Ids.newId(),
                        TokenKind.SERVERLESS_CD,
                        principal.name(),
                        description,
                        Hashes.sha256Hex(value),
                        principal.scopes(),
                        used.within(Set.of(Dialect.SERVERLESS_CD)),
                        used.limits(),
                        used.expiry(asked)))
                .chain(token -> database.inTransaction(transaction -> tokens.create(transaction, token)))
                .map(made -> made.orElseThrow(TokensResource::notFound))
                .replaceWith(new Answer<>(true, Map.of("cd_token", value)));
    }

    @POST
    @Path("/delete")
    @Cancellable(false)
    @Operation(summary = "Revoke a token.")
    public Uni<Answer<Map<String, String>>> delete(@NotNull TokenBody body) {
        UUID id = id(body);
        return own(id).chain(() -> tokens.revoke(id, caller.principal().name()))
                .invoke(() -> verified.credentialChanged(id.toString()))
                .replaceWith(new Answer<>(true, Map.of()));
    }

    @POST
    @Path("/update")
    @Cancellable(false)
    @Operation(summary = "Set when a token ends, counted from now.")
    public Uni<Answer<Map<String, String>>> update(@NotNull TokenBody body) {
        UUID id = id(body);
        Instant asked = expiry(body.expiration());
        Principal principal = caller.principal();
        return own(id).chain(() -> usedTokens.of(principal))
                .map(used -> Optional.ofNullable(used.expiry(asked)))
                .chain(expiresAt -> tokens.expireAt(id, principal.name(), expiresAt.orElse(null)))
                .invoke(() -> verified.credentialChanged(id.toString()))
                .replaceWith(new Answer<>(true, Map.of()));
    }

    /** Only this dialect's own tokens are its to change. */
    private Uni<AccessToken> own(UUID id) {
        return tokens.find(id, caller.principal().name())
                .map(found -> found.filter(token -> token.kind() == TokenKind.SERVERLESS_CD)
                        .orElseThrow(TokensResource::notFound))
                .invoke(token -> {
                    if (!token.mayBeChangedBy(caller.principal())) {
                        throw SlipwayException.forbidden("the token that is used may do less than this one");
                    }
                });
    }

    private static UUID id(TokenBody body) {
        try {
            return UUID.fromString(body.id() == null ? "" : body.id());
        } catch (IllegalArgumentException e) {
            throw notFound();
        }
    }

    private static @Nullable Instant expiry(@Nullable Long millis) {
        if (millis == null || millis == NEVER) {
            return null;
        }
        if (millis <= 0 || millis > MAX_MILLIS) {
            throw SlipwayException.invalid("expiration", "must be a number of milliseconds, or -1 for never");
        }
        return Instant.now().plusMillis(millis);
    }

    private static SlipwayException notFound() {
        return SlipwayException.notFound("token");
    }

    /** The dialect's envelope of what went well. */
    public record Answer<T>(
            @JsonProperty("success") boolean success,
            @JsonProperty("data") T data) {}

    /** What {@code create} asks for. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record NewTokenBody(
            @JsonProperty("description") @Nullable String description,
            @JsonProperty("expiration") @Nullable Long expiration) {}

    /** What {@code delete} and {@code update} ask for. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record TokenBody(
            @JsonProperty("id") @Nullable String id,
            @JsonProperty("expiration") @Nullable Long expiration) {}

    /** A token in the list. */
    public record TokenItem(
            @JsonProperty("id") String id,
            @JsonProperty("description") String description,
            @JsonProperty("expire_time") long expireTime,
            @JsonProperty("active_time") @Nullable Long activeTime,
            @JsonProperty("created_time") long createdTime) {

        static TokenItem of(AccessToken token) {
            Instant expiresAt = token.expiresAt();
            Instant lastUsedAt = token.lastUsedAt();
            return new TokenItem(
                    token.id().toString(),
                    token.description(),
                    expiresAt == null ? NEVER : expiresAt.toEpochMilli(),
                    lastUsedAt == null ? null : lastUsedAt.toEpochMilli(),
                    token.createdAt().toEpochMilli());
        }
    }
}
