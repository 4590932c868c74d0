package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.audit.AuditedCall;
import dev.slipway.gateway.credential.CredentialReader;
import dev.slipway.gateway.credential.Csrf;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.password.Passwords;
import dev.slipway.gateway.session.Session;
import dev.slipway.gateway.session.Sessions;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /platform/v1/session}: the browser's way in, by a cookie that no script can read. */
@Path("/platform/v1/session")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SessionResource {

    private final Passwords passwords;
    private final Sessions sessions;
    private final Caller caller;
    private final RoutingContext context;

    public SessionResource(Passwords passwords, Sessions sessions, Caller caller, RoutingContext context) {
        this.passwords = passwords;
        this.sessions = sessions;
        this.caller = caller;
        this.context = context;
    }

    @POST
    @Cancellable(false)
    @Operation(summary = "Sign in with a login and a password.")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = SessionView.class)))
    public Uni<Response> signIn(@NotNull @Valid SessionRequest request) {
        Exchange exchange = Exchange.of(context);
        return passwords
                .verify(exchange.clientAddress(), request.login(), request.password())
                .map(holder -> holder.orElseThrow(
                        () -> SlipwayException.unauthenticated("the login or the password is wrong")))
                .invoke(holder -> AuditedCall.signedIn(context, holder.login(), holder.credentialId()))
                .chain(holder -> sessions.begin(holder.login(), Sessions.NATIVE)
                        .map(session -> Response.status(Response.Status.CREATED)
                                .header(HttpHeaders.SET_COOKIE, session.cookie(exchange.isSecure()))
                                .entity(new SessionView(
                                        holder.login(),
                                        holder.administrator(),
                                        Csrf.of(session.value()),
                                        session.expiresAt()))
                                .build()));
    }

    @GET
    @Operation(summary = "Show who is signed in, and what a page must send to change something.")
    public Uni<SessionView> get(@CookieParam(CredentialReader.NATIVE_COOKIE) @Nullable String cookie) {
        Principal principal = caller.principal();
        if (cookie == null) {
            return Uni.createFrom().item(new SessionView(principal.name(), principal.administrator(), null, null));
        }
        return sessions.expiry(principal.credentialId(), principal.name())
                .map(expiresAt -> new SessionView(
                        principal.name(), principal.administrator(), Csrf.of(cookie), expiresAt.orElse(null)));
    }

    @DELETE
    @Cancellable(false)
    @Operation(summary = "Sign out: the session ends, here and everywhere.")
    @APIResponse(responseCode = "204")
    public Uni<Response> signOut(@CookieParam(CredentialReader.NATIVE_COOKIE) @Nullable String cookie) {
        if (cookie == null) {
            throw SlipwayException.invalid(
                    "Cookie", "there is no session to end; revoke a token with DELETE /platform/v1/tokens/{id}");
        }
        return sessions.end(cookie)
                .replaceWith(Response.noContent()
                        .header(HttpHeaders.SET_COOKIE, Session.ended(CredentialReader.NATIVE_COOKIE))
                        .build());
    }
}
