package dev.slipway.kit.crypto;

import java.security.SecureRandom;
import java.util.Base64;

/** Opaque secrets of 256 random bits. */
public final class Tokens {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private Tokens() {}

    /** {@code prefix} and 43 characters of base64url; the prefix lets scanners recognise a leaked one. */
    public static String random(String prefix) {
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes());
    }

    public static byte[] randomBytes() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
