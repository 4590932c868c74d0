package dev.slipway.gateway.dialect.drone;

import dev.slipway.gateway.audit.AuditedCall;
import dev.slipway.gateway.credential.CredentialReader;
import dev.slipway.gateway.drone.DroneTokens;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.password.Passwords;
import dev.slipway.gateway.session.Session;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /authorize} and {@code /logout}: sessions of the cookie {@code user_sess}, 72 hours long. */
@Path("/")
public class DroneSessionResource {

    private final Passwords passwords;
    private final DroneTokens tokens;
    private final Database database;
    private final RoutingContext context;

    public DroneSessionResource(Passwords passwords, DroneTokens tokens, Database database, RoutingContext context) {
        this.passwords = passwords;
        this.tokens = tokens;
        this.database = database;
        this.context = context;
    }

    @POST
    @Path("authorize")
    @Cancellable(false)
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(
            summary =
                    "Sign in with the form fields username and password. The answer's X-CSRF-TOKEN goes with everything that changes something.")
    @APIResponse(responseCode = "303")
    public Uni<Response> authorize(
            @FormParam("username") @Nullable String username, @FormParam("password") @Nullable String password) {
        if (username == null || password == null) {
            throw SlipwayException.invalid("username, password", "are needed");
        }
        Exchange exchange = Exchange.of(context);
        return passwords
                .verify(exchange.clientAddress(), username, password)
                .map(holder -> holder.orElseThrow(
                        () -> SlipwayException.unauthenticated("the login or the password is wrong")))
                .invoke(holder -> AuditedCall.signedIn(context, holder.login(), holder.credentialId()))
                .chain(holder ->
                        database.inTransaction(transaction -> tokens.issueSession(transaction, holder.login())))
                .map(session -> Response.seeOther(exchange.home())
                        .header(HttpHeaders.SET_COOKIE, cookie(session).cookie(exchange.isSecure()))
                        .header("X-CSRF-TOKEN", session.csrf())
                        .build());
    }

    @GET
    @Path("logout")
    @Operation(summary = "Forget the session's cookie.")
    @APIResponse(responseCode = "303")
    public Response logout() {
        return Response.seeOther(Exchange.of(context).home())
                .header(HttpHeaders.SET_COOKIE, Session.ended(CredentialReader.DRONE_COOKIE))
                .build();
    }

    private static Session cookie(DroneTokens.Session session) {
        return new Session(
                CredentialReader.DRONE_COOKIE, session.cookie(), Instant.now().plus(DroneTokens.SESSION_LIFETIME));
    }
}
