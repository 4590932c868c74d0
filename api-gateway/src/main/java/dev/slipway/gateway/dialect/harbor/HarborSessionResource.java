package dev.slipway.gateway.dialect.harbor;

import dev.slipway.gateway.audit.AuditedCall;
import dev.slipway.gateway.credential.CredentialReader;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.password.Passwords;
import dev.slipway.gateway.session.Session;
import dev.slipway.gateway.session.Sessions;
import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code POST /login} and {@code GET /log_out}: sessions of the cookie {@code beegosessionID}. */
@Path("/")
public class HarborSessionResource {

    private final Passwords passwords;
    private final Sessions sessions;
    private final RoutingContext context;

    public HarborSessionResource(Passwords passwords, Sessions sessions, RoutingContext context) {
        this.passwords = passwords;
        this.sessions = sessions;
        this.context = context;
    }

    @POST
    @Path("login")
    @Cancellable(false)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "Sign in with the form fields principal and password.")
    public Uni<Response> login(
            @FormParam("principal") @Nullable String principal, @FormParam("password") @Nullable String password) {
        if (principal == null || password == null) {
            throw SlipwayException.unauthenticated("the form fields principal and password are needed");
        }
        Exchange exchange = Exchange.of(context);
        return passwords
                .verify(exchange.clientAddress(), principal, password)
                .map(holder -> holder.orElseThrow(
                        () -> SlipwayException.unauthenticated("the login or the password is wrong")))
                .invoke(holder -> AuditedCall.signedIn(context, holder.login(), holder.credentialId()))
                .chain(holder -> sessions.begin(holder.login(), Sessions.HARBOR))
                .map(session -> Response.ok()
                        .header(HttpHeaders.SET_COOKIE, session.cookie(exchange.isSecure()))
                        .build());
    }

    @GET
    @Path("log_out")
    @Cancellable(false)
    @Operation(summary = "End the session.")
    public Uni<Response> logOut(@CookieParam(CredentialReader.HARBOR_COOKIE) @Nullable String cookie) {
        Uni<Void> ended = cookie == null ? Uni.createFrom().voidItem() : sessions.end(cookie);
        return ended.replaceWith(Response.ok()
                .header(HttpHeaders.SET_COOKIE, Session.ended(CredentialReader.HARBOR_COOKIE))
                .build());
    }
}
