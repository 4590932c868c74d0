package dev.slipway.gateway.cors;

import dev.slipway.gateway.exchange.Exchange;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
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
 * the platform's own, and answers before a request's host and framing have been looked at.
 */
@ApplicationScoped
public class CrossOrigin {

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

    public CrossOrigin(@ConfigProperty(name = "slipway.gateway.cors.origins") Optional<List<String>> origins) {
        this.origins = origins.orElse(List.of()).stream()
                .map(origin -> origin.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Says on the answer, whatever that will be, whether a page of the request's origin may read it. */
    public void tell(Exchange exchange) {
        if (origins.isEmpty()) {
            return;
        }
        MultiMap answer = exchange.response().headers();
        answer.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        String origin = exchange.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && isAllowed(origin)) {
            answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origins.contains(EVERY) ? EVERY : origin);
            if (!isPreflight(exchange.request())) {
                answer.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
            }
        }
    }

    /** Answers a preflight; false if it is none, or nobody is asked about other origins. */
    public boolean answersPreflight(Exchange exchange) {
        if (origins.isEmpty() || !isPreflight(exchange.request())) {
            return false;
        }
        // Without those headers a browser goes no further; the answer says no more to anybody else.
        if (isAllowed(exchange.request().getHeader(HttpHeaders.ORIGIN))) {
            exchange.response()
                    .headers()
                    .set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
                    .set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
        }
        exchange.response().setStatusCode(NO_CONTENT).end();
        exchange.request().resume();
        return true;
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
