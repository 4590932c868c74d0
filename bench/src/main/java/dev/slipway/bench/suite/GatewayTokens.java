package dev.slipway.bench.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** Internal tokens as the gateway makes them, for load that goes straight at a service. Like the gateway, it uses one for a while. */
public final class GatewayTokens {

    private static final String GATEWAY = "api-gateway";
    private static final long LIFETIME_SECONDS = 60;
    private static final long USED_FOR_NANOS = 30_000_000_000L;

    private final PrivateKey key;
    private String token = "";
    private long madeNanos;

    public GatewayTokens(Path pem) {
        this.key = read(pem);
    }

    /** The value of an {@code Authorization} header of an administrator. */
    public synchronized String authorization() {
        long now = System.nanoTime();
        if (token.isEmpty() || now - madeNanos > USED_FOR_NANOS) {
            token = mint();
            madeNanos = now;
        }
        return "Bearer " + token;
    }

    private String mint() {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(GATEWAY);
        claims.setAudience("slipway");
        claims.setSubject("bench");
        claims.setExpirationTimeMinutesInTheFuture(LIFETIME_SECONDS / 60f);
        claims.setStringClaim("cred", "bench");
        claims.setStringClaim("dialect", "NATIVE");
        claims.setStringListClaim("scopes", List.of("admin"));
        claims.setClaim("tenants", Map.of());
        claims.setClaim("admin", true);
        claims.setClaim("anon", false);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKeyIdHeaderValue(GATEWAY);
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
        signature.setKey(key);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
    }

    private static PrivateKey read(Path pem) {
        try {
            String base64 =
                    Files.readString(pem).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the gateway's key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(pem + " is not an Ed25519 key", e);
        }
    }
}
