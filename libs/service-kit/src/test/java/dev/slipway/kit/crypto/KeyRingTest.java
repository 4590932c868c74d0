package dev.slipway.kit.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {

    private static final String KEY_1 = key(1);
    private static final String KEY_2 = key(2);
    private static final int SOMEBODY = 65534;
    private static final String CONTEXT = "endpoint:7:secret";

    @TempDir
    private Path folder;

    @Test
    void whatIsEncryptedIsReadAgain() throws IOException {
        KeyRing ring = ring("k1", "\"k1\":\"" + KEY_1 + "\"");

        // When
        String encrypted = ring.encrypt("a secret, äöü", CONTEXT);

        // Then
        assertThat(encrypted).startsWith("k1:").doesNotContain("secret");
        assertThat(ring.decryptText(encrypted, CONTEXT)).isEqualTo("a secret, äöü");
        assertThat(ring.decrypt(ring.encrypt(new byte[0], CONTEXT), CONTEXT)).isEmpty();
    }

    @Test
    void theSameTextIsEncryptedDifferentlyEachTime() throws IOException {
        KeyRing ring = ring("k1", "\"k1\":\"" + KEY_1 + "\"");

        // When, Then
        assertThat(ring.encrypt("x", CONTEXT)).isNotEqualTo(ring.encrypt("x", CONTEXT));
    }

    @Test
    void aCiphertextIsBoundToItsContext() throws IOException {
        KeyRing ring = ring("k1", "\"k1\":\"" + KEY_1 + "\"");
        String encrypted = ring.encrypt("x", CONTEXT);

        // When, Then
        assertThatThrownBy(() -> ring.decryptText(encrypted, "endpoint:8:secret"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("endpoint:8:secret");
    }

    @Test
    void afterARotationOldTextsAreReadAndNewOnesUseTheNewKey() throws IOException {
        String old = ring("k1", "\"k1\":\"" + KEY_1 + "\"").encrypt("x", CONTEXT);

        // When
        KeyRing rotated = ring("k2", "\"k1\":\"" + KEY_1 + "\",\"k2\":\"" + KEY_2 + "\"");

        // Then
        assertThat(rotated.decryptText(old, CONTEXT)).isEqualTo("x");
        assertThat(rotated.encrypt("x", CONTEXT)).startsWith("k2:");
    }

    @Test
    void aTextOfAKeyThatIsGoneFailsClearly() throws IOException {
        String old = ring("k1", "\"k1\":\"" + KEY_1 + "\"").encrypt("x", CONTEXT);
        KeyRing without = ring("k2", "\"k2\":\"" + KEY_2 + "\"");

        // When, Then
        assertThatThrownBy(() -> without.decryptText(old, CONTEXT)).hasMessageContaining("no key \"k1\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", ":", "k1:", "k1:!!!", "k1:AAAA", "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "no-colon"})
    void whatWasNotEncryptedHereIsRefused(String text) throws IOException {
        KeyRing ring = ring("k1", "\"k1\":\"" + KEY_1 + "\"");

        // When, Then
        assertThatThrownBy(() -> ring.decryptText(text, CONTEXT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyChangedByteIsNoticed() throws IOException {
        KeyRing ring = ring("k1", "\"k1\":\"" + KEY_1 + "\"");
        byte[] whole = Base64.getDecoder().decode(ring.encrypt("text", CONTEXT).substring(3));
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            String encrypted = "k1:" + Base64.getEncoder().encodeToString(changed);

            // When, Then
            assertThatThrownBy(() -> ring.decryptText(encrypted, CONTEXT)).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"active\":\"k1\"}",
                "{\"active\":\"k1\",\"keys\":null}",
                "{\"active\":\"k1\",\"keys\":{}}",
                "{\"active\":\"k1\",\"keys\":{\"k1\":null}}",
                "{\"keys\":{\"k1\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\"}}",
                "not json",
                "{\"active\":\"k9\",\"keys\":{\"k1\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\"}}",
                "{\"active\":\"k1\",\"keys\":{\"k1\":\"AAEC\"}}",
                "{\"active\":\"k1\",\"keys\":{\"k1\":\"not base64!\"}}",
                "{\"active\":\"a:b\",\"keys\":{\"a:b\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\"}}"
            })
    void aFileThatIsNoKeyRingEndsTheStart(String content) throws IOException {
        Path file = write(content);

        // When, Then
        assertThatThrownBy(() -> new KeyRing(Optional.of(file.toString()), true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-----w-", "rw-rw----", "rw-r-----"})
    void aFileThatOthersMayReadOrChangeIsRefused(String permissions) throws IOException {
        // Given
        Path file = write("{\"active\":\"k1\",\"keys\":{\"k1\":\"" + KEY_1 + "\"}}");
        if (Files.getOwner(file).getName().equals("root")) {
            Files.setAttribute(file, "unix:uid", SOMEBODY);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        // When, Then
        assertThatThrownBy(() -> new KeyRing(Optional.of(file.toString()), true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0600");
    }

    /** How Kubernetes mounts a secret for a process that is not root. Only root can make such a file here. */
    @Test
    void aFileOfRootsMayBeReadByItsGroupAndNoMore() throws IOException {
        // Given
        Path file = write("{\"active\":\"k1\",\"keys\":{\"k1\":\"" + KEY_1 + "\"}}");
        assumeThat(Files.getOwner(file).getName()).isEqualTo("root");

        // When
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));

        // Then
        KeyRing ring = new KeyRing(Optional.of(file.toString()), true);
        assertThat(ring.decryptText(ring.encrypt("x", CONTEXT), CONTEXT)).isEqualTo("x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertThatThrownBy(() -> new KeyRing(Optional.of(file.toString()), true))
                .hasMessageContaining("0640");
    }

    @Test
    void aMissingFileEndsTheStart() {
        assertThatThrownBy(() -> new KeyRing(Optional.of(folder.resolve("none").toString()), true))
                .hasMessageContaining("none");
    }

    @Test
    void aMissingSettingEndsTheStartOfAServiceThatEncryptsAndTheFirstUseInAnother() {
        assertThatThrownBy(() -> new KeyRing(Optional.empty(), true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SLIPWAY_KEY_RING_FILE");
        assertThatThrownBy(() -> new KeyRing(Optional.empty(), false).encrypt("x", CONTEXT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SLIPWAY_KEY_RING_FILE");
    }

    private KeyRing ring(String active, String keys) throws IOException {
        return new KeyRing(
                Optional.of(write("{\"active\":\"" + active + "\",\"keys\":{" + keys + "}}")
                        .toString()),
                true);
    }

    private Path write(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("ring.json"), content, StandardCharsets.UTF_8);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String key(int seed) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) seed);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
