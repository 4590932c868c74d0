package dev.slipway.gateway.door;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/**
 * What the gateway's own pages tell a browser: to take scripts from here alone, to stand in nobody's frame, to guess no types and to tell
 * nobody where it was.
 */
final class PageHeaders {

    /** The page that tries the API starts itself from a script inside it, and draws with styles inside it. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private PageHeaders() {}

    static void put(RoutingContext context) {
        MultiMap headers = context.response().headers();
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Frame-Options", "DENY")
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Opener-Policy", "same-origin");
    }
}
