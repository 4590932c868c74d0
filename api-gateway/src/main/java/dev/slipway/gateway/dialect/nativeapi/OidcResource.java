package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.audit.AuditedCall;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.oidc.OidcFlow;
import dev.slipway.gateway.oidc.OidcUsers;
import dev.slipway.gateway.session.Session;
import dev.slipway.gateway.session.Sessions;
import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /platform/v1/session/oidc}: sign-in by the installation's OpenID Connect issuer. */
@Path("/platform/v1/session/oidc")
@Produces(MediaType.APPLICATION_JSON)
public class OidcResource {

    static final String COOKIE = "slipway_oidc";
    private static final String CALLBACK = "/platform/v1/session/oidc/callback";

    private final OidcFlow flow;
    private final OidcUsers users;
    private final Sessions sessions;
    private final RoutingContext context;

    public OidcResource(OidcFlow flow, OidcUsers users, Sessions sessions, RoutingContext context) {
        this.flow = flow;
        this.users = users;
        this.sessions = sessions;
        this.context = context;
    }

    @GET
    @Operation(summary = "Leave for the issuer, to come back signed in.")
    @APIResponse(responseCode = "303")
    public Uni<Response> begin() {
        Exchange exchange = Exchange.of(context);
        return flow.begin(exchange.origin() + CALLBACK)
                .map(begun -> Response.seeOther(URI.create(begun.location()))
                        .header(
                                HttpHeaders.SET_COOKIE,
                                new Session(
                                                COOKIE,
                                                begun.cookie(),
                                                Instant.now().plus(OidcFlow.lifetime()))
                                        .cookie(exchange.isSecure()))
                        .build());
    }

    @GET
    @Path("/callback")
    @Cancellable(false)
    @Operation(summary = "Come back from the issuer.")
    @APIResponse(responseCode = "303")
    public Uni<Response> callback(
            @QueryParam("code") @Nullable String code,
            @QueryParam("state") @Nullable String state,
            @QueryParam("error") @Nullable String error,
            @CookieParam(COOKIE) @Nullable String cookie) {
        if (error != null || code == null || state == null || cookie == null) {
            throw SlipwayException.unauthenticated("the issuer has not signed you in");
        }
        Exchange exchange = Exchange.of(context);
        return flow.finish(cookie, state, code, exchange.origin() + CALLBACK)
                .chain(users::login)
                .invoke(login -> AuditedCall.signedIn(context, login, ""))
                .chain(login -> sessions.begin(login, Sessions.NATIVE))
                .map(session -> Response.seeOther(exchange.home())
                        .header(HttpHeaders.SET_COOKIE, session.cookie(exchange.isSecure()))
                        .header(HttpHeaders.SET_COOKIE, Session.ended(COOKIE))
                        .build());
    }
}
