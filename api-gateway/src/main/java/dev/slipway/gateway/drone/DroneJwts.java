package dev.slipway.gateway.drone;

import dev.slipway.kit.crypto.Tokens;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * JWTs as Drone 0.5 makes and reads them: HS256 and no other algorithm, {@code {"text": whose, "type": what for}} and nothing that must be there besides. Ours carry a {@code jti}, by
 * which one of them can be revoked.
 */
public final class DroneJwts {

    private static final String TEXT = "text";
    private static final String TYPE = "type";

    private DroneJwts() {}

    /** A key for one principal's tokens. */
    public static byte[] newKey() {
        return Tokens.randomBytes();
    }

    /**
     * Signs a token.
     *
     * @param type {@code user}, {@code sess} or {@code csrf}
     * @param id null for none
     * @param expires null for never
     */
    public static String sign(
            String text, String type, @Nullable String id, @Nullable NumericDate expires, byte[] key) {
        JwtClaims claims = new JwtClaims();
        claims.setStringClaim(TEXT, text);
        claims.setStringClaim(TYPE, type);
        if (id != null) {
            claims.setJwtId(id);
        }
        if (expires != null) {
            claims.setExpirationTime(expires);
        }
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setHeader("typ", "JWT");
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signature.setKey(new HmacKey(key));
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("a token of words can be signed", e);
        }
    }

    /** Whose token it says to be: not to be believed before {@link #verify}. */
    public static Optional<String> claimedText(String jwt) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setCompactSerialization(jwt);
            return Optional.ofNullable(
                    JwtClaims.parse(signature.getUnverifiedPayload()).getStringClaimValue(TEXT));
        } catch (JoseException | InvalidJwtException | MalformedClaimException e) {
            return Optional.empty();
        }
    }

    /** What a token says, if that key has signed it, it is of that type and has not expired. */
    public static Optional<Verified> verify(String jwt, String type, byte[] key) {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(
                            AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256)
                    .setVerificationKey(new HmacKey(key))
                    .setSkipDefaultAudienceValidation()
                    .build()
                    .processToClaims(jwt);
            String text = claims.getStringClaimValue(TEXT);
            return text != null && type.equals(claims.getStringClaimValue(TYPE))
                    ? Optional.of(new Verified(text, claims.getJwtId()))
                    : Optional.empty();
        } catch (InvalidJwtException | MalformedClaimException e) {
            return Optional.empty();
        }
    }

    /**
     * A token whose signature is good.
     *
     * @param text whose it is
     * @param id null for one that older clients made, which only a new key ends
     */
    public record Verified(String text, @Nullable String id) {}
}
