package dev.slipway.kit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/**
 * Key files as the launcher makes them.
 *
 * @param privateKeys a file {@code <service>.pem} each
 * @param trustedKeys likewise
 * @param keyRing of mode 0600
 */
public record TestKeys(Path privateKeys, Path trustedKeys, Path keyRing) {

    public static TestKeys in(Path folder, String... services) {
        try {
            TestKeys keys = new TestKeys(
                    Files.createDirectories(folder.resolve("private")),
                    Files.createDirectories(folder.resolve("trusted")),
                    folder.resolve("key-ring.json"));
            for (String service : services) {
                keys.add(service);
            }
            writeKeyRing(keys.keyRing());
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path privateKey(String service) {
        return privateKeys.resolve(service + ".pem");
    }

    /** A key pair whose public half is trusted. */
    public void add(String service) {
        write(service, trustedKeys);
    }

    /** A key pair that nobody trusts. */
    public void addUntrusted(String service) {
        write(service, privateKeys.resolveSibling("untrusted"));
    }

    private void write(String service, Path publicFolder) {
        try {
            Files.createDirectories(publicFolder);
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Files.writeString(
                    privateKey(service), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            Files.writeString(
                    publicFolder.resolve(service + ".pem"),
                    pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void writeKeyRing(Path file) throws IOException {
        String key = Base64.getEncoder().encodeToString(new byte[32]);
        Files.writeString(file, "{\"active\":\"k1\",\"keys\":{\"k1\":\"" + key + "\"}}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }
}
