package dev.slipway.bench.gateway;

import dev.slipway.embedded.SecretFiles;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;

/** The keys that a gateway needs to start, made for one run. */
final class GatewayKeys {

    private GatewayKeys() {}

    /**
     * Writes a signing key with its trusted half, and a key ring.
     *
     * @return the environment that names them
     */
    static Map<String, String> in(Path folder) {
        Path privateKey = folder.resolve("api-gateway.pem");
        Path trusted = folder.resolve("trusted");
        Path keyRing = folder.resolve("key-ring.json");
        KeyPair pair = newPair();
        SecretFiles.write(privateKey, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        SecretFiles.write(
                trusted.resolve("api-gateway.pem"),
                pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        String key = Base64.getEncoder().encodeToString(Base64.getUrlDecoder().decode(SecretFiles.newPassword()));
        SecretFiles.write(keyRing, "{\"active\":\"k1\",\"keys\":{\"k1\":\"" + key + "\"}}");
        return Map.of(
                "SLIPWAY_IDENTITY_PRIVATE_KEY_FILE", privateKey.toString(),
                "SLIPWAY_IDENTITY_TRUSTED_KEYS_DIR", trusted.toString(),
                "SLIPWAY_KEY_RING_FILE", keyRing.toString());
    }

    private static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK cannot make Ed25519 keys", impossible);
        }
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getEncoder().encodeToString(encoded) + "\n-----END " + kind
                + "-----\n";
    }
}
