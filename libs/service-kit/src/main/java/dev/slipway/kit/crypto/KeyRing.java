package dev.slipway.kit.crypto;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Encrypts what must be read again (signing secrets, keys) with AES-256-GCM under the active key of a file:
 *
 * <pre>{"active": "k1", "keys": {"k1": "base64 of 32 bytes"}}</pre>
 *
 * <p>A ciphertext names its key ({@code k1:base64(nonce, ciphertext, tag)}), so that keys can be rotated, and is bound to a context (which field of
 * which object), so that it cannot be moved to another. A key id that the file does not have fails clearly.
 */
@ApplicationScoped
public class KeyRing {

    private static final Logger LOG = Logger.getLogger(KeyRing.class);
    private static final String NONE = "";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String active;
    private final Map<String, SecretKey> keys;

    public KeyRing(@ConfigProperty(name = "slipway.key-ring.file") Optional<String> file) {
        if (file.isEmpty()) {
            this.active = NONE;
            this.keys = Map.of();
            return;
        }
        Path path = Path.of(file.get());
        KeyRingFile content = read(path);
        this.active = content.active();
        this.keys = keys(path, content);
        if (!keys.containsKey(active)) {
            throw new IllegalStateException(path + ": the active key \"" + active + "\" is not among its keys");
        }
    }

    /** A key ring that cannot be used ends the start of its service, not a request much later. */
    void check(@Observes StartupEvent event) {
        if (keys.isEmpty()) {
            LOG.warn(
                    "No key ring: slipway.key-ring.file (SLIPWAY_KEY_RING_FILE) is not set. Nothing can be encrypted.");
        }
    }

    public String encrypt(String plain, String context) {
        return encrypt(plain.getBytes(StandardCharsets.UTF_8), context);
    }

    /** @param context what it belongs to, for example {@code endpoint:<id>:secret}; needed again to decrypt */
    public String encrypt(byte[] plain, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] encrypted = run(Cipher.ENCRYPT_MODE, key(active), nonce, plain, context);
        byte[] whole = ByteBuffer.allocate(NONCE_BYTES + encrypted.length)
                .put(nonce)
                .put(encrypted)
                .array();
        return active + ":" + Base64.getEncoder().encodeToString(whole);
    }

    public String decryptText(String encrypted, String context) {
        return new String(decrypt(encrypted, context), StandardCharsets.UTF_8);
    }

    /** @throws IllegalStateException if the key is not in the ring, or the text was changed or belongs to another context */
    public byte[] decrypt(String encrypted, String context) {
        int colon = encrypted.indexOf(':');
        if (colon < 1) {
            throw new IllegalStateException("not a text that the key ring has encrypted");
        }
        SecretKey key = key(encrypted.substring(0, colon));
        byte[] whole = decode(context, encrypted.substring(colon + 1));
        if (whole.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            throw new IllegalStateException("the encrypted text for " + context + " is cut off");
        }
        byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
        byte[] rest = Arrays.copyOfRange(whole, NONCE_BYTES, whole.length);
        return run(Cipher.DECRYPT_MODE, key, nonce, rest, context);
    }

    private SecretKey key(String id) {
        SecretKey key = keys.get(id);
        if (keys.isEmpty()) {
            throw new IllegalStateException(
                    "slipway.key-ring.file (SLIPWAY_KEY_RING_FILE) must name the key ring's file");
        }
        if (key == null) {
            throw new IllegalStateException(
                    "the key ring has no key \"" + id + "\"; add it back, or rotate what it encrypts");
        }
        return key;
    }

    private static byte[] run(int mode, SecretKey key, byte[] nonce, byte[] input, String context) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the key ring cannot " + (mode == Cipher.ENCRYPT_MODE ? "encrypt" : "decrypt") + " for " + context,
                    e);
        }
    }

    private static KeyRingFile read(Path path) {
        try {
            PosixFileAttributeView attributes = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            if (attributes != null) {
                var permissions = attributes.readAttributes().permissions();
                if (permissions.contains(PosixFilePermission.OTHERS_READ)
                        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                    throw new IllegalStateException(path + ": others may read it; give it mode 0600");
                }
            }
            return new ObjectMapper().readValue(path.toFile(), KeyRingFile.class);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the key ring " + path, e);
        }
    }

    private static byte[] decode(String where, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(where + ": a value is not base64", e);
        }
    }

    private static Map<String, SecretKey> keys(Path path, KeyRingFile content) {
        Map<String, SecretKey> keys = new HashMap<>();
        content.keys().forEach((id, base64) -> {
            byte[] bytes = decode(path.toString(), base64);
            if (bytes.length != KEY_BYTES || id.contains(":")) {
                throw new IllegalStateException(
                        path + ": key \"" + id + "\" must have 32 bytes, and no colon in its name");
            }
            keys.put(id, new SecretKeySpec(bytes, "AES"));
        });
        return keys;
    }

    private record KeyRingFile(String active, Map<String, String> keys) {}
}
