package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.registry.storage.Digest;
import dev.slipway.testkit.TestIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

@RegistryTest
class InterruptedUploadTest {

    private static final int SIZE = 3 * 1024 * 1024;
    private static final int SENT = 1024 * 1024;

    private final RegistryClient member = RegistryClient.as(() -> TestIdentity.member("acme"));
    private final String name = RegistryClient.newName("acme");

    @Test
    void anUploadWhoseConnectionBrokeGoesOnFromWhereItStands() throws IOException {
        // Given
        byte[] content = new PatternStream(SIZE).readAllBytes();
        String upload = member.beginUpload(name);
        sendAndBreak(upload, content);

        // When
        byte[] rest = Arrays.copyOfRange(content, SENT, SIZE);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> member.patch(upload, rest, "Content-Range", SENT + "-" + (SIZE - 1))
                                .statusCode()
                        == 202);
        HttpResponse<byte[]> finished = member.put(upload + "?digest=" + Digest.of(content), new byte[0]);

        // Then
        assertThat(finished.statusCode()).isEqualTo(201);
        assertThat(member.get(RegistryClient.location(finished)).body()).isEqualTo(content);
    }

    /** Announces the whole, sends a part, and hangs up once it has arrived. */
    private void sendAndBreak(String upload, byte[] content) throws IOException {
        URI base = URI.create(RegistryClient.baseUrl());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("PATCH %s HTTP/1.1\r\nHost: registry\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n"
                    .formatted(upload, TestIdentity.member("acme"), content.length)
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(content, 0, SENT);
            out.flush();
            await().atMost(Duration.ofSeconds(60)).until(() -> received(upload) == SENT);
        }
    }

    private long received(String upload) {
        String range = member.get(upload).headers().firstValue("Range").orElse("0-0");
        return Long.parseLong(range.substring(2)) + 1;
    }
}
