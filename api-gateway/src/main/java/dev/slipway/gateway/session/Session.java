package dev.slipway.gateway.session;

import io.netty.handler.codec.http.cookie.CookieHeaderNames;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import io.netty.handler.codec.http.cookie.ServerCookieEncoder;
import java.time.Duration;
import java.time.Instant;

/**
 * A session just begun.
 *
 * @param cookieName by which its dialect's pages carry it
 * @param value a secret; it is kept nowhere
 */
public record Session(String cookieName, String value, Instant expiresAt) {

    /**
     * The value of {@code Set-Cookie}: not for scripts, and not sent along from other sites' forms.
     *
     * @param secure whether the platform is reached by TLS: then the cookie is never sent without
     */
    public String cookie(boolean secure) {
        long seconds = Duration.between(Instant.now(), expiresAt).toSeconds();
        return cookie(cookieName, value, seconds, secure);
    }

    /** The value of {@code Set-Cookie} that makes a browser forget a session. */
    public static String ended(String cookieName) {
        return cookie(cookieName, "", 0, false);
    }

    private static String cookie(String name, String value, long seconds, boolean secure) {
        DefaultCookie cookie = new DefaultCookie(name, value);
        cookie.setHttpOnly(true);
        cookie.setPath("/");
        cookie.setMaxAge(seconds);
        cookie.setSecure(secure);
        cookie.setSameSite(CookieHeaderNames.SameSite.Lax);
        return ServerCookieEncoder.STRICT.encode(cookie);
    }

    @Override
    public String toString() {
        return "Session[" + cookieName + ", …]";
    }
}
