package dev.slipway.gateway.dialect.codearts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.dialects.Dialect;
import dev.slipway.gateway.audit.AuditedCall;
import dev.slipway.gateway.credential.CredentialHolder;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.password.Passwords;
import dev.slipway.gateway.token.AccessTokens;
import dev.slipway.gateway.token.NewToken;
import dev.slipway.gateway.token.TokenKind;
import dev.slipway.kit.crypto.Hashes;
import dev.slipway.kit.crypto.Tokens;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v3/auth/tokens}: what Huawei Cloud's IAM answers to a password (Keystone v3). The token is in the header {@code X-Subject-Token} and is good for a day; the body says whose
 * it is. A user's domain and project are its tenants.
 */
@Path("/v3/auth/tokens")
public class AuthTokenResource {

    private static final String SUBJECT_TOKEN = "X-Subject-Token";
    private static final Duration LIFETIME = Duration.ofHours(24);

    /** As IAM writes times: with six digits after the second. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Passwords passwords;
    private final AccessTokens tokens;
    private final Database database;
    private final ObjectMapper json;
    private final Caller caller;
    private final RoutingContext context;

    public AuthTokenResource(
            Passwords passwords,
            AccessTokens tokens,
            Database database,
            ObjectMapper json,
            Caller caller,
            RoutingContext context) {
        this.passwords = passwords;
        this.tokens = tokens;
        this.database = database;
        this.json = json;
        this.caller = caller;
        this.context = context;
    }

    @POST
    @Cancellable(false)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a token from a user's name and password, good for 24 hours: X-Subject-Token of the answer.")
    @APIResponse(responseCode = "201")
    public Uni<Response> create(@NotNull JsonNode body) {
        JsonNode user = body.at("/auth/identity/password/user");
        if (!user.path("name").isTextual() || !user.path("password").isTextual()) {
            throw SlipwayException.invalid("auth.identity.password.user", "needs the texts name and password");
        }
        String project = project(body.at("/auth/scope"));
        return passwords
                .verify(
                        Exchange.of(context).clientAddress(),
                        user.path("name").asText(),
                        user.path("password").asText())
                .map(holder -> holder.orElseThrow(
                        () -> SlipwayException.unauthenticated("the user name or the password is wrong")))
                .invoke(holder -> AuditedCall.signedIn(context, holder.login(), holder.credentialId()))
                .chain(holder -> issue(holder, project));
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Show what the token in X-Subject-Token is good for: one of the caller's own.")
    public Uni<ObjectNode> get(@HeaderParam(SUBJECT_TOKEN) @Nullable String subject) {
        if (subject == null) {
            throw SlipwayException.invalid(SUBJECT_TOKEN, "is needed: the token to look at");
        }
        String login = caller.principal().name();
        return tokens.holder(Hashes.sha256Hex(subject))
                .map(found -> found.filter(holder -> holder.login().equals(login))
                        .orElseThrow(() -> SlipwayException.notFound("token")))
                .map(holder -> view(holder, "", issuedAt(holder)));
    }

    private static Instant issuedAt(CredentialHolder holder) {
        Instant expiresAt = holder.expiresAt();
        return expiresAt == null ? Instant.now() : expiresAt.minus(LIFETIME);
    }

    private Uni<Response> issue(CredentialHolder holder, String project) {
        String value = Tokens.random("");
        Instant now = Instant.now();
        NewToken token = NewToken.of(
                TokenKind.CODEARTS,
                holder.login(),
                "IAM token",
                Hashes.sha256Hex(value),
                Set.of(Dialect.CODEARTS),
                now.plus(LIFETIME));
        return database.inTransaction(transaction -> tokens.create(transaction, token))
                .map(made -> made.orElseThrow(() -> SlipwayException.unauthenticated("there is no such user")))
                .replaceWith(Response.status(Response.Status.CREATED)
                        .header(SUBJECT_TOKEN, value)
                        .entity(view(holder, project, now))
                        .build());
    }

    /** The name or id of the project that the token is asked for; the domain's where it is not for one. */
    private static String project(JsonNode scope) {
        for (String pointer : new String[] {"/project/name", "/project/id", "/domain/name", "/domain/id"}) {
            String text = scope.at(pointer).asText("");
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private ObjectNode view(CredentialHolder holder, String asked, Instant now) {
        String tenant = holder.tenants().containsKey(asked) || holder.administrator()
                ? asked
                : holder.tenants().keySet().stream().sorted().findFirst().orElse(holder.login());
        ObjectNode answer = json.createObjectNode();
        ObjectNode token = answer.putObject("token");
        token.put("expires_at", TIME.format(now.plus(LIFETIME)));
        token.put("issued_at", TIME.format(now));
        token.putArray("methods").add("password");
        token.putArray("catalog");
        ArrayNode roles = token.putArray("roles");
        if (holder.tenants().containsKey(tenant)) {
            roles.addObject()
                    .put("id", "0")
                    .put("name", holder.tenants().get(tenant).word());
        }
        ObjectNode project = token.putObject("project").put("id", tenant).put("name", tenant);
        project.putObject("domain").put("id", tenant).put("name", tenant);
        ObjectNode user = token.putObject("user").put("id", holder.login()).put("name", holder.login());
        user.put("password_expires_at", "")
                .putObject("domain")
                .put("id", tenant)
                .put("name", tenant);
        return answer;
    }
}
