package dev.slipway.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which headers cross the gateway. Those of one connection never do (RFC 9110, 7.6.1), nor does anything by which a caller could claim to
 * be somebody else: credentials, the platform's own headers, and addresses that only a trusted proxy may tell.
 */
final class ForwardedHeaders {

    private static final HeaderNames HOP_BY_HOP = HeaderNames.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "expect");

    private static final HeaderNames NOT_THE_CALLERS = HeaderNames.of(
            // Set anew: the name by which the platform is known.
            "host",
            "authorization",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-prefix",
            "x-forwarded-proto",
            "x-forwarded-ssl",
            "x-real-ip",
            "x-original-url",
            "x-rewrite-url",
            "x-request-id",
            "traceparent",
            "tracestate",
            "baggage",
            "cd_token",
            "x-auth-token");

    /** On an answer these are the gateway's to say. */
    private static final HeaderNames NOT_THE_SERVICES = HeaderNames.of(
            "x-request-id",
            "traceparent",
            "x-ratelimit-limit",
            "x-ratelimit-remaining",
            "x-ratelimit-reset",
            "access-control-allow-origin",
            "access-control-allow-credentials",
            "access-control-allow-headers",
            "access-control-allow-methods",
            "access-control-expose-headers",
            "access-control-max-age");

    private static final String PLATFORM_PREFIX = "x-slipway-";

    private ForwardedHeaders() {}

    static void copyRequest(MultiMap from, MultiMap to) {
        copy(from, to, NOT_THE_CALLERS);
    }

    static void copyResponse(MultiMap from, MultiMap to) {
        copy(from, to, NOT_THE_SERVICES);
    }

    /** The headers that a request for the gateway's own API must not bring along; its Host it may. */
    static boolean isInternal(String name) {
        return (NOT_THE_CALLERS.contains(name) && !name.equalsIgnoreCase("host")) || isThePlatforms(name);
    }

    private static void copy(MultiMap from, MultiMap to, HeaderNames dropped) {
        Set<String> named = namedByConnection(from);
        from.forEach((name, value) -> {
            if (!HOP_BY_HOP.contains(name)
                    && !dropped.contains(name)
                    && !isThePlatforms(name)
                    && (named.isEmpty() || !named.contains(name.toLowerCase(Locale.ROOT)))) {
                to.add(name, value);
            }
        });
    }

    private static boolean isThePlatforms(String name) {
        return name.regionMatches(true, 0, PLATFORM_PREFIX, 0, PLATFORM_PREFIX.length());
    }

    /** {@code Connection: close, x-secret} makes x-secret a header of that connection alone; never one that frames the body. */
    private static Set<String> namedByConnection(MultiMap headers) {
        String first = headers.get(HttpHeaders.CONNECTION);
        if (first == null
                || first.equalsIgnoreCase("keep-alive")
                        && headers.getAll(HttpHeaders.CONNECTION).size() == 1) {
            return Set.of();
        }
        Set<String> named = new HashSet<>();
        for (String value : headers.getAll(HttpHeaders.CONNECTION)) {
            for (String token : value.split(",", -1)) {
                named.add(token.strip().toLowerCase(Locale.ROOT));
            }
        }
        named.remove("content-length");
        named.remove("host");
        return named;
    }
}
