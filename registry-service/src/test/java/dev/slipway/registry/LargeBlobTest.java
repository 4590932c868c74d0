package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.registry.storage.Digest;
import dev.slipway.testkit.TestIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

/** A blob that is larger than the heap of this JVM, in which the service runs, passes through it. */
@RegistryTest
class LargeBlobTest {

    private static final long MARGIN_BYTES = 64L * 1024 * 1024;

    private final String name = RegistryClient.newName("acme");

    @Test
    void aBlobLargerThanTheHeapIsPushedAndPulled() throws Exception {
        // Given
        long lengthBytes = Runtime.getRuntime().maxMemory() + MARGIN_BYTES;
        Digest digest = digestOf(new PatternStream(lengthBytes));

        // When
        HttpResponse<byte[]> pushed = RegistryClient.as(() -> TestIdentity.member("acme"))
                .send(
                        "POST",
                        "/v2/" + name + "/blobs/uploads/?digest=" + digest,
                        BodyPublishers.fromPublisher(
                                BodyPublishers.ofInputStream(() -> new PatternStream(lengthBytes)), lengthBytes));

        // Then
        assertThat(pushed.statusCode()).isEqualTo(201);
        try (InputStream pulled = pull(RegistryClient.location(pushed))) {
            assertThat(digestOf(pulled)).isEqualTo(digest);
        }
    }

    @Test
    void aRefusedUploadIsAnsweredBeforeItsBodyHasCome() {
        // Given
        long lengthBytes = 200L * 1024 * 1024;

        // When
        HttpResponse<byte[]> answer = RegistryClient.as(() -> TestIdentity.reader("acme"))
                .send(
                        "POST",
                        "/v2/" + name + "/blobs/uploads/?digest=" + Digest.of(new byte[0]),
                        BodyPublishers.fromPublisher(
                                BodyPublishers.ofInputStream(() -> new PatternStream(lengthBytes)), lengthBytes));

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    private static InputStream pull(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(RegistryClient.baseUrl() + path))
                .header("Authorization", TestIdentity.reader("acme"))
                .build();
        HttpResponse<InputStream> answer = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static Digest digestOf(InputStream content) throws IOException {
        MessageDigest hash = Digest.newHash();
        byte[] buffer = new byte[64 * 1024];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            hash.update(buffer, 0, read);
        }
        return Digest.of(hash);
    }
}
