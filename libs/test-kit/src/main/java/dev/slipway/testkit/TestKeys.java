package dev.slipway.testkit;

import dev.slipway.embedded.SecretFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;

/**
 * The keys of all services for tests: an Ed25519 pair each, and a key ring. Made once per build folder and shared by all test JVMs,
 * so that a test can sign what a service under test will trust.
 */
public final class TestKeys {

    /** Every service of the suite by its name. */
    public static final List<String> SERVICES = List.of(
            "api-gateway", "build-service", "app-service", "registry-service", "pipeline-service", "webhook-service");

    private final Path folder;

    private TestKeys(Path folder) {
        this.folder = folder;
    }

    public static TestKeys shared() {
        Path folder = TestFolders.root().resolve("target").resolve("test-keys");
        if (!Files.isDirectory(folder)) {
            make(folder);
        }
        return new TestKeys(folder);
    }

    /** The service's own key, PKCS #8 in PEM. */
    public Path privateKey(String service) {
        return folder.resolve("private").resolve(service + ".pem");
    }

    /** The folder of public keys, {@code <service>.pem}, X.509 in PEM. */
    public Path trusted() {
        return folder.resolve("trusted");
    }

    /** {@code {"active": "k1", "keys": {"k1": "<base64 of 32 bytes>"}}}. */
    public Path keyRing() {
        return folder.resolve("key-ring.json");
    }

    private static void make(Path folder) {
        Path unfinished = TestFolders.fresh("keys-");
        TestKeys keys = new TestKeys(unfinished);
        SERVICES.forEach(keys::makePair);
        byte[] ringKey = Base64.getUrlDecoder().decode(SecretFiles.newPassword());
        SecretFiles.write(
                keys.keyRing(),
                "{\"active\":\"k1\",\"keys\":{\"k1\":\"" + Base64.getEncoder().encodeToString(ringKey) + "\"}}");
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (IOException failed) {
            // Another test JVM was first (a folder that is not empty is never replaced): its keys are as good.
            if (!Files.isDirectory(folder) && !(failed instanceof FileAlreadyExistsException)) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private void makePair(String service) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            SecretFiles.write(
                    privateKey(service), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            SecretFiles.write(
                    trusted().resolve(service + ".pem"),
                    pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END " + kind
                + "-----\n";
    }
}
