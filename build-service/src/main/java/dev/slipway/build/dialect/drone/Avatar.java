package dev.slipway.build.dialect.drone;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The address of an author's picture, as Drone writes it. It is only written down: nobody here goes there. */
final class Avatar {

    private Avatar() {}

    static String of(String email) {
        if (email.isBlank()) {
            return "";
        }
        try {
            // Gravatar's own rule; nothing is protected by it.
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            byte[] digest = md5.digest(email.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            return "https://secure.gravatar.com/avatar/" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
