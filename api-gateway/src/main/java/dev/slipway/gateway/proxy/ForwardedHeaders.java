package dev.slipway.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which headers cross the gateway. Those of one connection never do (RFC 9110, 7.6.1), nor does anything by which a caller could claim to
 * be somebody else: credentials, the platform's own headers, and addresses that only a trusted proxy may tell.
 */
final class ForwardedHeaders {

    private static final Set<String> HOP_BY_HOP = Set.of(
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

    private static final Set<String> NOT_THE_CALLERS = Set.of(
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
    private static final Set<String> NOT_THE_SERVICES =
            Set.of("x-request-id", "traceparent", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset");

    private static final String PLATFORM_PREFIX = "x-slipway-";

    private ForwardedHeaders() {}

    static void copyRequest(MultiMap from, MultiMap to) {
        copy(from, to, NOT_THE_CALLERS);
    }

    static void copyResponse(MultiMap from, MultiMap to) {
        copy(from, to, NOT_THE_SERVICES);
    }

    /** The headers that a request for the gateway's own API must not bring along. */
    static boolean isInternal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NOT_THE_CALLERS.contains(lower) || lower.startsWith(PLATFORM_PREFIX);
    }

    private static void copy(MultiMap from, MultiMap to, Set<String> dropped) {
        Set<String> named = namedByConnection(from);
        from.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(lower)
                    && !dropped.contains(lower)
                    && !named.contains(lower)
                    && !lower.startsWith(PLATFORM_PREFIX)) {
                to.add(name, value);
            }
        });
    }

    /** {@code Connection: close, x-secret} makes x-secret a header of that connection alone; never one that frames the body. */
    private static Set<String> namedByConnection(MultiMap headers) {
        List<String> connection = headers.getAll(HttpHeaders.CONNECTION);
        if (connection.isEmpty()) {
            return Set.of();
        }
        Set<String> named = new HashSet<>();
        for (String value : connection) {
            for (String token : value.split(",", -1)) {
                named.add(token.strip().toLowerCase(Locale.ROOT));
            }
        }
        named.remove("content-length");
        named.remove("host");
        return named;
    }
}
