package dev.slipway.registry.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobFilesTest {

    private static final long UNBOUNDED = Long.MAX_VALUE;

    @TempDir
    Path root;

    private BlobFiles files;
    private UUID upload;

    @BeforeEach
    void open() throws IOException {
        files = new BlobFiles(root, 0);
        upload = UUID.randomUUID();
        files.createUpload(upload);
    }

    @Test
    void aContentStandsUnderItsDigestInTwoLevels() throws IOException {
        // Given
        append(upload, "hello");

        // When
        Digest digest = publish(upload);

        // Then
        assertThat(files.find(digest))
                .hasValueSatisfying(file -> assertThat(file)
                        .hasContent("hello")
                        .isEqualTo(root.resolve("blobs/sha256/2c/f2/" + digest.hex())));
        assertThat(files.uploadedBytes(upload)).isEmpty();
    }

    @Test
    void chunksMakeOneContent() throws IOException {
        // Given
        append(upload, "hel");
        append(upload, "lo");

        // When
        Digest digest = publish(upload);

        // Then
        assertThat(digest).isEqualTo(Digest.of(bytes("hello")));
    }

    @Test
    void anUploadGoesOnInAnotherProcess() throws IOException {
        // Given
        append(upload, "hel");
        files = new BlobFiles(root, 0);
        append(upload, "lo");

        // When
        Digest digest = publish(upload);

        // Then
        assertThat(digest).isEqualTo(Digest.of(bytes("hello")));
    }

    @Test
    void whatArrivedBeforeTheConnectionBrokeStays() throws IOException {
        // Given
        InputStream breaking = new InputStream() {
            private int sent;

            @Override
            public int read() throws IOException {
                if (sent == 3) {
                    throw new IOException("connection reset");
                }
                return "hello".charAt(sent++);
            }
        };

        // When
        try (UploadFile file = files.openUpload(upload)) {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> file.append(breaking, UNBOUNDED))
                    .satisfies(broken -> assertThat(broken.fault()).isEqualTo(RegistryFault.BLOB_UPLOAD_INVALID));
        }

        // Then
        assertThat(files.uploadedBytes(upload)).contains(3L);
        append(upload, "lo");
        assertThat(publish(upload)).isEqualTo(Digest.of(bytes("hello")));
    }

    @Test
    void aTruncatedUploadIsHashedAnew() throws IOException {
        // Given
        append(upload, "hello, wrong");
        try (UploadFile file = files.openUpload(upload)) {
            file.truncate(5);
        }

        // When
        Digest digest = publish(upload);

        // Then
        assertThat(digest).isEqualTo(Digest.of(bytes("hello")));
    }

    @Test
    void anUploadHasOneWriterAtATime() throws IOException {
        // Given
        try (UploadFile first = files.openUpload(upload)) {

            // When / Then
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> files.openUpload(upload))
                    .satisfies(busy -> assertThat(busy.fault()).isEqualTo(RegistryFault.BLOB_UPLOAD_BUSY));
            assertThat(first.length()).isZero();
        }
        append(upload, "free again");
    }

    @Test
    void aBlobThatGrowsBeyondTheBoundIsRefused() throws IOException {
        // When / Then
        try (UploadFile file = files.openUpload(upload)) {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> file.append(new ByteArrayInputStream(bytes("hello")), 4))
                    .satisfies(large -> assertThat(large.fault()).isEqualTo(RegistryFault.BLOB_TOO_LARGE));
        }
    }

    @Test
    void aFullDiskTakesNoUpload() throws IOException {
        // Given
        BlobFiles full = new BlobFiles(root, Long.MAX_VALUE);

        // When / Then
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> full.openUpload(upload))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(RegistryFault.STORAGE_FULL));
    }

    @Test
    void aDiskThatBecomesFullWhileABodyComesTakesNoMoreOfItAndKeepsWhatThereIs() throws IOException {
        // Given
        AtomicInteger looks = new AtomicInteger();
        BlobFiles filling = new BlobFiles(root, new FreeSpace(() -> looks.incrementAndGet() > 3 ? 99 : 100, 100));
        byte[] body = new byte[16 * 1024 * 1024];

        // When
        try (UploadFile file = filling.openUpload(upload)) {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> file.append(new ByteArrayInputStream(body), UNBOUNDED))
                    .satisfies(refused -> assertThat(refused.fault()).isEqualTo(RegistryFault.STORAGE_FULL));
        }

        // Then
        assertThat(files.uploadedBytes(upload).orElseThrow()).isBetween(1L, 3L * 1024 * 1024);
    }

    @Test
    void anUploadThatHasEndedIsUnknown() throws IOException {
        // Given
        files.discardUpload(upload);

        // When / Then
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> files.openUpload(upload))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(RegistryFault.BLOB_UPLOAD_UNKNOWN));
    }

    @Test
    void uploadsThatNothingHasBeenWrittenToAreFound() throws IOException {
        // Given
        Files.createFile(root.resolve("uploads/not-an-upload"));

        // When
        List<UUID> young = files.uploadsUntouchedSince(Instant.now().minusSeconds(60));
        List<UUID> old = files.uploadsUntouchedSince(Instant.now().plusSeconds(60));

        // Then
        assertThat(young).isEmpty();
        assertThat(old).containsExactly(upload);
    }

    private void append(UUID id, String content) throws IOException {
        try (UploadFile file = files.openUpload(id)) {
            file.append(new ByteArrayInputStream(bytes(content)), UNBOUNDED);
        }
    }

    private Digest publish(UUID id) throws IOException {
        try (UploadFile file = files.openUpload(id)) {
            Digest digest = file.digest();
            file.force();
            files.publish(id, digest);
            return digest;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
