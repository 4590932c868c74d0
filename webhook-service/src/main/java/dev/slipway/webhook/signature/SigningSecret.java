package dev.slipway.webhook.signature;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The key that an endpoint's deliveries are signed with, as Standard Webhooks writes it: {@code whsec_} and base64.
 *
 * @param text shown once, when the endpoint is made; kept encrypted. Anything else is an IllegalArgumentException
 */
public record SigningSecret(String text) {

    private static final String PREFIX = "whsec_";
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    public SigningSecret {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a signing secret begins with " + PREFIX);
        }
        decode(text);
    }

    public static SigningSecret random() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return new SigningSecret(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    byte[] key() {
        return decode(text);
    }

    /** @throws IllegalArgumentException if it is not base64 */
    private static byte[] decode(String text) {
        return Base64.getDecoder().decode(text.substring(PREFIX.length()));
    }

    /** A secret never shows up in a log line by accident. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
