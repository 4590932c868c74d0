package dev.slipway.gateway.cors;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of the origins in {@code slipway.gateway.cors.origins} (by default none; {@code *} is every one) read answers, by the Fetch standard's CORS protocol. Such a page
 * brings its token in a header: cookies are never allowed across origins. A preflight is answered before anybody asks who it is from, since
 * browsers send it without credentials; it costs no quota.
 *
 * <p>Own code rather than Quarkus' filter, which stands behind the door, or Vert.x', which refuses requests of origins that it does not know, also
 * the platform's own.
 */
@ApplicationScoped
class CrossOrigin {

    /** Before the door, after the filter that counts what is under way. */
    private static final int BEFORE_THE_DOOR = 2500;

    private static final int NO_CONTENT = 204;
    private static final String EVERY = "*";
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String HEADERS =
            "Authorization, Content-Type, Accept, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Range,"
                    + " X-Auth-Token, X-Request-Id, cd_token, traceparent";
    private static final String EXPOSED =
            "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, RateLimit, RateLimit-Policy, Retry-After,"
                    + " X-Request-Id, traceparent, Location, Link, ETag, WWW-Authenticate, Docker-Content-Digest,"
                    + " X-Subject-Token";
    private static final String MAX_AGE_SECONDS = "600";

    private final Set<String> origins;

    CrossOrigin(@ConfigProperty(name = "slipway.gateway.cors.origins") Optional<List<String>> origins) {
        this.origins = origins.orElse(List.of()).stream()
                .map(origin -> origin.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    void register(@Observes Filters filters) {
        if (!origins.isEmpty()) {
            filters.register(this::handle, BEFORE_THE_DOOR);
        }
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        MultiMap answer = context.response().headers();
        answer.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean allowed = isAllowed(origin);
        if (origin != null && allowed) {
            answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origins.contains(EVERY) ? EVERY : origin);
        }
        if (isPreflight(request)) {
            if (allowed) {
                answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                        .set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
                        .set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
            }
            // Without those headers a browser goes no further; the answer says no more to anybody else.
            context.response().setStatusCode(NO_CONTENT).end();
            return;
        }
        if (allowed) {
            answer.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
        context.next();
    }

    private boolean isAllowed(@Nullable String origin) {
        return origin != null && (origins.contains(EVERY) || origins.contains(origin.toLowerCase(Locale.ROOT)));
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return HttpMethod.OPTIONS.equals(request.method())
                && request.headers().contains(HttpHeaders.ORIGIN)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }
}
