package dev.slipway.local.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    private Path folder;

    @Test
    void theAdministratorsTokenIsNewOnceAndKept() {
        Secrets secrets = secrets();

        // When
        Secrets.AdminToken first = secrets.adminToken(Map.of());
        Secrets.AdminToken afterAStartThatFailed = secrets.adminToken(Map.of());
        secrets.adminTokenShown();
        Secrets.AdminToken second = secrets.adminToken(Map.of());

        // Then
        assertThat(first.isToBeShown()).isTrue();
        assertThat(afterAStartThatFailed).isEqualTo(first);
        assertThat(second.isToBeShown()).isFalse();
        assertThat(second.token()).isEqualTo(first.token());
        assertThat(first.toString()).doesNotContain(first.token());
    }

    @Test
    void theEnvironmentSetsTheAdministratorsToken() {
        Secrets secrets = secrets();

        // When
        Secrets.AdminToken token = secrets.adminToken(Map.of("SLIPWAY_ADMIN_TOKEN", "chosen"));

        // Then
        assertThat(token.token()).isEqualTo("chosen");
        assertThat(token.isToBeShown()).isFalse();
        assertThat(secrets.adminToken(Map.of()).token()).isEqualTo("chosen");
    }

    @Test
    void everySecretIsForItsOwnerAlone() throws IOException {
        Secrets secrets = secrets();

        // When
        secrets.adminToken(Map.of());
        secrets.postgresPassword("slipway_build");
        secrets.kafkaPassword("build-service");
        secrets.keyRing();
        secrets.identityKey("build-service");

        // Then
        assertThat(modesOfAllFiles()).hasSize(7).containsOnly("rw-------");
    }

    @Test
    void aLostPublicKeyMakesANewPair() throws IOException {
        Secrets secrets = secrets();
        String before = Files.readString(secrets.identityKey("build-service"));
        Files.delete(secrets.trustedKeys().resolve("build-service.pem"));

        // When
        String after = Files.readString(secrets.identityKey("build-service"));

        // Then
        assertThat(after).isNotEqualTo(before);
        assertThat(secrets.trustedKeys().resolve("build-service.pem")).exists();
    }

    private Secrets secrets() {
        return new Secrets(new DataFolder(folder.resolve("data"), folder.resolve("runtime")));
    }

    private List<String> modesOfAllFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(SecretsTest::mode).toList();
        }
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
