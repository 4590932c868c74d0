package dev.slipway.dialects;

import java.util.Locale;

/** What a token must be allowed for a route to be used with it. */
public enum RouteScope {
    /** No token is needed; the service decides what an anonymous caller sees. */
    PUBLIC,
    /** Any token that may read. */
    READ,
    /** Tokens that may ask for builds and change what is built. */
    BUILD,
    /** Tokens that may change what runs. */
    DEPLOY,
    /** Tokens that may administer. */
    ADMIN;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The name in route files. */
    public String word() {
        return word;
    }
}
