package dev.slipway.registry.storage;

import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The address of a content: {@code sha256:} and 64 lower-case hexadecimal digits. The other algorithms that the OCI image
 * specification registers (sha512) are optional for a registry and not served.
 *
 * @param hex the digits alone
 */
public record Digest(String hex) {

    private static final String PREFIX = "sha256:";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public Digest {
        if (!HEX.matcher(hex).matches()) {
            throw new RegistryException(
                    RegistryFault.DIGEST_INVALID, "a digest is sha256: and 64 lower-case hexadecimal digits");
        }
    }

    public static Digest parse(String value) {
        if (!value.startsWith(PREFIX)) {
            throw new RegistryException(
                    RegistryFault.DIGEST_INVALID, "a digest begins with sha256:, no other algorithm is supported");
        }
        return new Digest(value.substring(PREFIX.length()));
    }

    /** The digest that {@code hash} has come to. The hash is reset by this, so hand in a clone of one that goes on. */
    public static Digest of(MessageDigest hash) {
        return new Digest(HexFormat.of().formatHex(hash.digest()));
    }

    public static Digest of(byte[] content) {
        MessageDigest hash = newHash();
        hash.update(content);
        return of(hash);
    }

    public static MessageDigest newHash() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
