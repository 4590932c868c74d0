package dev.slipway.kit.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Ed25519 keys in PEM files: a service's own private key (PKCS #8), and the public keys (X.509) of the services that it trusts, one
 * file {@code <service>.pem} each.
 */
final class IdentityKeys {

    private static final String ALGORITHM = "Ed25519";
    private static final String SUFFIX = ".pem";

    private IdentityKeys() {}

    static PrivateKey privateKey(Path file) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(decode(file)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(file + " is not a PKCS #8 Ed25519 key in PEM", e);
        }
    }

    static Map<String, PublicKey> trusted(Path folder) {
        Map<String, PublicKey> keys = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
                String name = file.getFileName().toString();
                keys.put(name.substring(0, name.length() - SUFFIX.length()), publicKey(file));
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "slipway.identity.trusted-keys-dir: cannot read the trusted keys in " + folder, e);
        }
        return Map.copyOf(keys);
    }

    private static PublicKey publicKey(Path file) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(decode(file)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(file + " is not an X.509 Ed25519 key in PEM", e);
        }
    }

    private static byte[] decode(Path file) {
        try {
            String base64 =
                    Files.readString(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            return Base64.getDecoder().decode(base64);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("cannot read the key file " + file, e);
        }
    }
}
