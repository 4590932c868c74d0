package dev.slipway.webhook.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The headers by which a receiver knows that a delivery is genuine and new (standardwebhooks.com, symmetric signatures {@code v1}). */
public final class StandardWebhooks {

    private static final String ALGORITHM = "HmacSHA256";

    private StandardWebhooks() {}

    /**
     * @param id the same on each attempt of a delivery, so that a receiver can tell a repeat
     * @param at of this attempt; receivers refuse what is too old
     */
    public static Map<String, String> headers(SigningSecret secret, String id, Instant at, byte[] body) {
        String timestamp = Long.toString(at.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        headers.put("webhook-signature", "v1," + signature(secret, id + "." + timestamp + ".", body));
        return headers;
    }

    private static String signature(SigningSecret secret, String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every Java platform", e);
        }
    }
}
