package dev.slipway.local.data;

import dev.slipway.embedded.SecretFiles;
import dev.slipway.local.LaunchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The suite's passwords and keys: made at the first start, each in a file of mode 0600, kept from then on. */
public final class Secrets {

    /** The variable that sets the administrator's token; made by the launcher without it. */
    public static final String ADMIN_TOKEN_VARIABLE = "SLIPWAY_ADMIN_TOKEN";

    private static final int PEM_LINE = 64;

    private final Path folder;

    public Secrets(DataFolder data) {
        this.folder = data.secrets();
    }

    public String postgresPassword(String user) {
        return SecretFiles.passwordIn(folder.resolve("postgres").resolve(user + ".password"));
    }

    public String kafkaPassword(String user) {
        return SecretFiles.passwordIn(folder.resolve("kafka").resolve(user + ".password"));
    }

    public Path adminTokenFile() {
        return folder.resolve("admin-token");
    }

    /**
     * The administrator's token: the environment's if there is one, else the kept one, else a new one.
     *
     * @return the token, and whether it still has to be shown: it was made by us, and no start since then has come to {@link #adminTokenShown}
     */
    public AdminToken adminToken(Map<String, String> environment) {
        String given = environment.getOrDefault(ADMIN_TOKEN_VARIABLE, "");
        if (!given.isEmpty()) {
            SecretFiles.write(adminTokenFile(), given);
            adminTokenShown();
        } else if (!Files.exists(adminTokenFile())) {
            SecretFiles.write(notShownYet(), "");
            SecretFiles.write(adminTokenFile(), "slp_" + SecretFiles.newPassword());
        }
        return new AdminToken(SecretFiles.read(adminTokenFile()), Files.exists(notShownYet()));
    }

    /** The administrator's token was shown, which happens once. */
    public void adminTokenShown() {
        try {
            Files.deleteIfExists(notShownYet());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path notShownYet() {
        return folder.resolve("admin-token-not-shown-yet");
    }

    /** The key ring that all services share: {@code {"active": "k1", "keys": {"k1": "<base64 of 32 bytes>"}}}. */
    public Path keyRing() {
        Path file = folder.resolve("key-ring.json");
        if (!Files.exists(file)) {
            byte[] key = Base64.getUrlDecoder().decode(SecretFiles.newPassword());
            SecretFiles.write(
                    file,
                    "{\"active\":\"k1\",\"keys\":{\"k1\":\""
                            + Base64.getEncoder().encodeToString(key) + "\"}}");
        }
        return file;
    }

    /** The service's own signing key (Ed25519, PKCS #8 in PEM); its public half goes among the trusted ones. */
    public Path identityKey(String service) {
        Path privateKey = folder.resolve("identity").resolve(service + ".pem");
        Path publicKey = trustedKeys().resolve(service + ".pem");
        // The public half is written last: a start that was killed in between makes the pair anew.
        if (!Files.exists(privateKey) || !Files.exists(publicKey)) {
            KeyPair pair = newPair();
            SecretFiles.write(privateKey, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            SecretFiles.write(publicKey, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        }
        return privateKey;
    }

    /** The folder of the services' public keys, {@code <service>.pem}. */
    public Path trustedKeys() {
        return folder.resolve("trusted");
    }

    private static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new LaunchFailure("This JDK cannot make Ed25519 keys", impossible);
        }
    }

    private static String pem(String kind, byte[] encoded) {
        String text = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }

    /**
     * The token and whether nobody has seen it yet.
     *
     * @param token kept out of {@link #toString()}
     */
    public record AdminToken(String token, boolean isToBeShown) {

        @Override
        public String toString() {
            return "AdminToken[isToBeShown=" + isToBeShown + "]";
        }
    }

    /** The kept token, if the suite was ever started. */
    public @Nullable String keptAdminToken() {
        return Files.exists(adminTokenFile()) ? SecretFiles.read(adminTokenFile()) : null;
    }
}
