package dev.slipway.gateway.drone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DroneJwtsTest {

    private final byte[] key = DroneJwts.newKey();

    @Test
    void what_was_signed_is_verified() {
        // When
        String jwt = DroneJwts.sign("ada", "user", "an-id", null, key);

        // Then
        assertThat(DroneJwts.claimedText(jwt)).hasValue("ada");
        assertThat(DroneJwts.verify(jwt, "user", key)).hasValue(new DroneJwts.Verified("ada", "an-id"));
    }

    @Test
    void the_least_that_older_clients_have_is_verified() {
        // Given
        String jwt = hs256("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", "{\"text\":\"ada\",\"type\":\"user\"}", "HmacSHA256");

        // Then
        assertThat(DroneJwts.verify(jwt, "user", key)).hasValue(new DroneJwts.Verified("ada", null));
    }

    @Test
    void another_key_another_type_and_a_past_end_are_refused() {
        // Given
        String jwt = DroneJwts.sign("ada", "user", null, null, key);
        String expired = DroneJwts.sign(
                "ada", "user", null, NumericDate.fromSeconds(Instant.now().getEpochSecond() - 60), key);

        // Then
        assertThat(DroneJwts.verify(jwt, "user", DroneJwts.newKey())).isEmpty();
        assertThat(DroneJwts.verify(jwt, "sess", key)).isEmpty();
        assertThat(DroneJwts.verify(DroneJwts.sign("acme/app", "hook", null, null, key), "user", key))
                .isEmpty();
        assertThat(DroneJwts.verify(expired, "user", key)).isEmpty();
    }

    @Test
    void no_other_algorithm_is_let_in() {
        // Given
        String payload = "{\"text\":\"ada\",\"type\":\"user\"}";
        String none = base64("{\"alg\":\"none\"}") + "." + base64(payload) + ".";
        String hs512 = hs256("{\"alg\":\"HS512\"}", payload, "HmacSHA512");

        // Then
        assertThat(DroneJwts.verify(none, "user", key)).isEmpty();
        assertThat(DroneJwts.verify(hs512, "user", key)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "eyJ.eyJ.x", "eyJhbGciOiJIUzI1NiJ9.bm90IGpzb24.x"})
    void what_is_no_jwt_is_nobodys(String text) {
        // Then
        assertThat(DroneJwts.claimedText(text)).isEmpty();
        assertThat(DroneJwts.verify(text, "user", key)).isEmpty();
    }

    private String hs256(String header, String payload, String algorithm) {
        String signed = base64(header) + "." + base64(payload);
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
