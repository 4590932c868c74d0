package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.testkit.TestIdentity;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A chunk occupies a worker thread as a whole blob does, and is counted as one. */
@RegistryTest
@TestProfile(ChunkSlotsTest.OneSlot.class)
class ChunkSlotsTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final byte[] CHUNK = "chunk".getBytes(StandardCharsets.UTF_8);

    private final RegistryClient member = RegistryClient.as(() -> TestIdentity.member("acme"));
    private final String name = RegistryClient.newName("acme");

    @Test
    void aChunkMoreThanThereAreSlotsIsSentAwayUntilOneIsFree() throws IOException {
        // Given
        String slow = member.beginUpload(name);
        String other = member.beginUpload(name);
        try (Socket sending = sendAPartOf(slow)) {
            assertThat(sending.isConnected()).isTrue();
            await().atMost(SOON).until(() -> received(slow).equals("0-4"));

            // When
            HttpResponse<byte[]> refused = member.patch(other, CHUNK);

            // Then
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(RegistryClient.errorCode(refused)).isEqualTo("TOOMANYREQUESTS");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }
        await().atMost(SOON).until(() -> member.patch(other, CHUNK).statusCode() == 202);
    }

    /** Announces more than it sends. */
    private static Socket sendAPartOf(String upload) throws IOException {
        URI base = URI.create(RegistryClient.baseUrl());
        Socket socket = new Socket(base.getHost(), base.getPort());
        OutputStream out = socket.getOutputStream();
        out.write("PATCH %s HTTP/1.1\r\nHost: registry\r\nAuthorization: %s\r\nContent-Length: 1000\r\n\r\n"
                .formatted(upload, TestIdentity.member("acme"))
                .getBytes(StandardCharsets.US_ASCII));
        out.write(CHUNK);
        out.flush();
        return socket;
    }

    private String received(String upload) {
        return member.get(upload).headers().firstValue("Range").orElse("");
    }

    /** As few slots as there can be. */
    public static class OneSlot implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("slipway.registry.upload.max-concurrent", "1");
        }
    }
}
