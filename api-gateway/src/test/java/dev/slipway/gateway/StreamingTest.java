package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StreamingTest extends GatewayTest {

    private static final String LOG = "/platform/v1/builds/7/log";
    private static final String BLOB = "/v2/acme/app/blobs/sha256:00";
    private static final String UPLOAD = "/v2/acme/app/blobs/uploads/1";
    private static final int BLOCK = 64 * 1024;
    private static final int BLOCKS = 1024;
    private static final byte[] DATA = block();

    @Test
    void each_line_of_a_live_log_arrives_before_the_next_is_written() throws Exception {
        // Given
        BlockingQueue<String> toWrite = new ArrayBlockingQueue<>(1);
        upstream.on(LOG, exchange -> writeEvents(exchange, toWrite));

        // When
        HttpResponse<InputStream> response = stream(LOG);
        BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));

        // Then
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        for (int i = 0; i < 20; i++) {
            toWrite.put("data: line " + i);
            assertThat(lines.readLine()).isEqualTo("data: line " + i);
        }
        toWrite.put("");
        assertThat(lines.readLine()).isNull();
    }

    @Test
    void the_head_of_a_stream_arrives_before_its_first_line() throws Exception {
        // Given
        BlockingQueue<String> toWrite = new ArrayBlockingQueue<>(1);
        upstream.on(LOG, exchange -> writeEvents(exchange, toWrite));

        // When
        HttpResponse<InputStream> response = stream(LOG);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        toWrite.put("");
        assertThat(response.body().readAllBytes()).isEmpty();
    }

    @Test
    void a_client_that_leaves_ends_the_request_behind_it() throws Exception {
        // Given
        AtomicBoolean writerFailed = new AtomicBoolean();
        upstream.on(LOG, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (true) {
                    body.write(DATA);
                    body.flush();
                }
            } catch (IOException gone) {
                writerFailed.set(true);
            }
        });
        HttpResponse<InputStream> response = stream(LOG);
        assertThat(response.body().readNBytes(BLOCK)).hasSize(BLOCK);

        // When
        response.body().close();

        // Then
        await().atMost(LIMIT).untilTrue(writerFailed);
    }

    @Test
    void an_answer_that_breaks_off_does_not_look_whole() throws Exception {
        // Given
        upstream.on(LOG, exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("only this".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        });

        // When
        HttpResponse<InputStream> response = stream(LOG);

        // Then
        assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(IOException.class);
    }

    @Test
    void a_blob_of_64_mebibytes_comes_down_unchanged() throws Exception {
        // Given
        upstream.on(BLOB, exchange -> {
            exchange.sendResponseHeaders(200, (long) BLOCK * BLOCKS);
            try (OutputStream body = exchange.getResponseBody()) {
                for (int i = 0; i < BLOCKS; i++) {
                    body.write(DATA);
                }
            }
        });

        // When
        HttpResponse<InputStream> response = stream(BLOB);
        MessageDigest sha256 = LocalUpstream.sha256();
        long bytes;
        try (InputStream body = new DigestInputStream(response.body(), sha256)) {
            bytes = body.transferTo(OutputStream.nullOutputStream());
        }

        // Then
        assertThat(bytes).isEqualTo((long) BLOCK * BLOCKS);
        assertThat(HexFormat.of().formatHex(sha256.digest())).isEqualTo(expectedSha256());
    }

    @Test
    void a_blob_of_64_mebibytes_of_unknown_length_goes_up_unchanged() {
        // Given
        HttpRequest.BodyPublisher chunked = HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofByteArrays(java.util.Collections.nCopies(BLOCKS, DATA)));

        // When
        HttpResponse<String> response =
                send(request(UPLOAD).header("Authorization", ADMIN).method("PATCH", chunked));

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(upstream.lastAsked().bodyBytes()).isEqualTo((long) BLOCK * BLOCKS);
        assertThat(upstream.lastAsked().bodySha256()).isEqualTo(expectedSha256());
        assertThat(upstream.lastAsked().header("Transfer-Encoding")).isEqualTo("chunked");
    }

    @Test
    void a_slow_reader_slows_the_writer_and_nothing_piles_up_between() throws Exception {
        // Given
        AtomicLong written = new AtomicLong();
        upstream.on(BLOB, exchange -> {
            exchange.sendResponseHeaders(200, (long) BLOCK * BLOCKS);
            try (OutputStream body = exchange.getResponseBody()) {
                for (int i = 0; i < BLOCKS; i++) {
                    body.write(DATA);
                    written.addAndGet(BLOCK);
                }
            } catch (IOException gone) {
                written.set(-1);
            }
        });
        CountDownLatch mayRead = new CountDownLatch(1);
        AtomicLong read = new AtomicLong();
        var whole = client.sendAsync(
                request(BLOB).header("Authorization", ADMIN).build(),
                info -> HttpResponse.BodySubscribers.fromSubscriber(new SlowReader(mayRead, read)));

        // When
        await().during(500, TimeUnit.MILLISECONDS).atMost(LIMIT).until(new Unchanged(written)::yet);

        // Then
        assertThat(written.get() - read.get()).isBetween(0L, 16L * 1024 * 1024);
        mayRead.countDown();
        whole.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(read.get()).isEqualTo((long) BLOCK * BLOCKS);
    }

    private HttpResponse<InputStream> stream(String path) throws IOException, InterruptedException {
        return client.send(
                request(path).header("Authorization", ADMIN).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private static void writeEvents(HttpExchange exchange, BlockingQueue<String> toWrite) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.flush();
            for (String line = toWrite.take(); !line.isEmpty(); line = toWrite.take()) {
                body.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                body.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] block() {
        byte[] block = new byte[BLOCK];
        new Random(7).nextBytes(block);
        return block;
    }

    private static String expectedSha256() {
        MessageDigest sha256 = LocalUpstream.sha256();
        for (int i = 0; i < BLOCKS; i++) {
            sha256.update(DATA);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Takes one buffer and then none until it may. */
    private static final class SlowReader implements Flow.Subscriber<List<ByteBuffer>> {
        private final CountDownLatch mayRead;
        private final AtomicLong read;
        private final List<Flow.Subscription> subscriptions = new ArrayList<>();

        private SlowReader(CountDownLatch mayRead, AtomicLong read) {
            this.mayRead = mayRead;
            this.read = read;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriptions.add(subscription);
            subscription.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            buffers.forEach(buffer -> read.addAndGet(buffer.remaining()));
            try {
                if (mayRead.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    subscriptions.get(0).request(1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onError(Throwable failure) {
            read.set(-1);
        }

        @Override
        public void onComplete() {
            // The bytes that were read tell.
        }
    }
}
