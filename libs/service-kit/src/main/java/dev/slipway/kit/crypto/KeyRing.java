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
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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
    private static final String NOT_NAMED =
            "slipway.key-ring.file (SLIPWAY_KEY_RING_FILE) must name the key ring's file: there are secrets to encrypt";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final Set<PosixFilePermission> BEYOND_THE_OWNER = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String active;
    private final Map<String, SecretKey> keys;

    /**
     * Reads the ring once; a key that is added to the file is known after a restart.
     *
     * @param required whether this service encrypts anything; false in the defaults of one that does not
     * @throws IllegalStateException if the file is none, others may read it, or it is required and not named
     */
    public KeyRing(
            @ConfigProperty(name = "slipway.key-ring.file") Optional<String> file,
            @ConfigProperty(name = "slipway.key-ring.required", defaultValue = "true") boolean required) {
        if (file.isEmpty()) {
            if (required) {
                throw new IllegalStateException(NOT_NAMED);
            }
            this.active = NONE;
            this.keys = Map.of();
            return;
        }
        Path path = Path.of(file.get());
        KeyRingFile content = read(path);
        if (content.active() == null || content.keys() == null) {
            throw new IllegalStateException(path + ": a key ring has \"active\", the id of a key, and \"keys\"");
        }
        this.active = content.active();
        this.keys = keys(path, content.keys());
        if (!keys.containsKey(active)) {
            throw new IllegalStateException(path + ": the active key \"" + active + "\" is not among its keys");
        }
    }

    /** Makes the bean: a key ring that cannot be used ends the start of its service, not a request much later. */
    void check(@Observes StartupEvent event) {
        if (!keys.isEmpty()) {
            LOG.debugf("The key ring has %d keys; \"%s\" is the active one", keys.size(), active);
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
            throw new IllegalStateException(NOT_NAMED);
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
                requirePrivate(path, attributes.readAttributes());
            }
            KeyRingFile content = new ObjectMapper().readValue(path.toFile(), KeyRingFile.class);
            if (content == null) {
                throw new IllegalStateException(path + ": is empty; a key ring is {\"active\": …, \"keys\": {…}}");
            }
            return content;
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the key ring " + path, e);
        }
    }

    /**
     * As PostgreSQL has it for its server key: nobody but the owner, or, where root owns it, its group for reading. That is how Kubernetes mounts a secret
     * for a process that is not root.
     */
    private static void requirePrivate(Path path, PosixFileAttributes attributes) {
        Set<PosixFilePermission> tooMuch = EnumSet.copyOf(BEYOND_THE_OWNER);
        if (attributes.owner().getName().equals("root")) {
            tooMuch.remove(PosixFilePermission.GROUP_READ);
        }
        tooMuch.retainAll(attributes.permissions());
        if (!tooMuch.isEmpty()) {
            throw new IllegalStateException(
                    path + ": others may read or change it; give it mode 0600, or 0640 if root owns it");
        }
    }

    private static byte[] decode(String where, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(where + ": a value is not base64", e);
        }
    }

    private static Map<String, SecretKey> keys(Path path, Map<String, @Nullable String> encoded) {
        Map<String, SecretKey> keys = new HashMap<>();
        encoded.forEach((id, base64) -> {
            if (base64 == null) {
                throw new IllegalStateException(path + ": key \"" + id + "\" is null");
            }
            byte[] bytes = decode(path.toString(), base64);
            if (bytes.length != KEY_BYTES || id.contains(":")) {
                throw new IllegalStateException(
                        path + ": key \"" + id + "\" must have 32 bytes, and no colon in its name");
            }
            keys.put(id, new SecretKeySpec(bytes, "AES"));
        });
        return keys;
    }

    private record KeyRingFile(
            @Nullable String active, @Nullable Map<String, @Nullable String> keys) {}
}
