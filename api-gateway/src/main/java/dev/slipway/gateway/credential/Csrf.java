package dev.slipway.gateway.credential;

import dev.slipway.kit.crypto.Hashes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * What a page must send beside its session's cookie (which the browser sends by itself). It follows from the session's value, so that it is kept nowhere, and says
 * nothing about it.
 */
public final class Csrf {

    private Csrf() {}

    /** The proof of a session. */
    public static String of(String session) {
        return Hashes.sha256Hex("slipway csrf " + session);
    }

    static boolean matches(String session, @Nullable String presented) {
        return presented != null
                && MessageDigest.isEqual(
                        of(session).getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }
}
