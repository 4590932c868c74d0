package dev.slipway.kit.identity;

import dev.slipway.dialects.Dialects;
import dev.slipway.dialects.Envelope;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.dialects.ErrorEnvelopes;
import dev.slipway.kit.error.SlipwayException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Lets nothing into a service that does not carry an internal token, before any route is looked at. Probes, metrics and the API
 * description are open: they stand on the service's own port, which is not public.
 */
@ApplicationScoped
public class IdentityFilter {

    static final String PRINCIPAL = "slipway.principal";

    private static final int BEFORE_EVERYTHING_ELSE = 1000;
    private static final String BEARER = "Bearer ";

    private final InternalTokens tokens;
    private final boolean enabled;

    public IdentityFilter(
            InternalTokens tokens,
            @ConfigProperty(name = "slipway.identity.filter.enabled", defaultValue = "true") boolean enabled) {
        this.tokens = tokens;
        this.enabled = enabled;
    }

    void register(@Observes Filters filters) {
        if (enabled) {
            filters.register(this::identify, BEFORE_EVERYTHING_ELSE);
        }
    }

    private void identify(RoutingContext context) {
        String path = context.normalizedPath();
        // As it was sent and as it is routed: /q/../platform/v1/flows is not a probe.
        if (isOpen(path) && isOpen(context.request().path())) {
            context.next();
            return;
        }
        try {
            Principal principal = tokens.verify(token(context.request().getHeader(HttpHeaders.AUTHORIZATION)));
            context.put(PRINCIPAL, principal);
        } catch (SlipwayException e) {
            refuse(context, path, e);
            return;
        }
        context.next();
    }

    private static boolean isOpen(@Nullable String path) {
        return path != null && (path.startsWith("/q/") || path.equals("/internal/health"));
    }

    private static String token(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            throw SlipwayException.unauthenticated("this service is reached through the gateway");
        }
        return authorization.substring(BEARER.length());
    }

    private static void refuse(RoutingContext context, String path, SlipwayException why) {
        Envelope envelope = ErrorEnvelopes.render(
                Dialects.ofPath(context.request().method().name(), path),
                ErrorCode.UNAUTHENTICATED,
                why.getMessage(),
                path);
        context.response()
                .setStatusCode(envelope.httpStatus())
                .putHeader(HttpHeaders.CONTENT_TYPE, envelope.contentType())
                .end(envelope.body());
    }
}
