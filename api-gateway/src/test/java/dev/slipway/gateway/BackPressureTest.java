package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * A body of a gibibyte whose reader stops in the middle: what the process holds, heap and buffers outside of it, does not grow by more than
 * 16 MiB. Both ends run in this process too, and hold a block each.
 */
@QuarkusTest
class BackPressureTest extends GatewayTest {

    private static final long GIBIBYTE = 1L << 30;
    private static final long MOST = 16L << 20;
    private static final String BLOB = "/v2/acme/app/blobs/sha256:00";
    private static final String UPLOAD = "/v2/acme/app/blobs/uploads/1";
    private static final byte[] BLOCK = new byte[64 * 1024];

    @Test
    void a_client_that_stops_reading_makes_nothing_pile_up() throws Exception {
        // Given
        AtomicLong written = new AtomicLong();
        upstream.on(BLOB, exchange -> {
            exchange.sendResponseHeaders(200, GIBIBYTE);
            try (OutputStream body = exchange.getResponseBody()) {
                while (written.get() < GIBIBYTE) {
                    body.write(BLOCK);
                    written.addAndGet(BLOCK.length);
                }
            }
        });
        get("/v1/build-flows", ADMIN);
        long before = memory();
        try (Socket socket = connect()) {
            write(socket, "GET " + BLOB + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + ADMIN + "\r\n\r\n");

            // When
            await().during(1, TimeUnit.SECONDS).atMost(LIMIT).until(new Unchanged(written)::yet);
            long stopped = memory();
            long most = 0;
            long read = 0;
            InputStream body = socket.getInputStream();
            byte[] buffer = new byte[BLOCK.length];
            while (read < GIBIBYTE) {
                int length = body.read(buffer);
                assertThat(length).isPositive();
                if (read / (GIBIBYTE / 4) != (read + length) / (GIBIBYTE / 4)) {
                    most = Math.max(most, memory());
                }
                read += length;
            }

            // Then
            assertThat(stopped - before).isLessThan(MOST);
            assertThat(most - before).isLessThan(MOST);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(written).hasValue(GIBIBYTE));
        }
    }

    @Test
    void a_service_that_stops_reading_makes_nothing_pile_up() throws Exception {
        // Given
        AtomicLong read = new AtomicLong();
        AtomicLong written = new AtomicLong();
        Object mayRead = new Object();
        upstream.on(UPLOAD, exchange -> {
            synchronized (mayRead) {
                byte[] buffer = new byte[BLOCK.length];
                int length = exchange.getRequestBody().read(buffer);
                while (length >= 0) {
                    read.addAndGet(length);
                    length = exchange.getRequestBody().read(buffer);
                }
            }
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        get("/v1/build-flows", ADMIN);
        long before = memory();
        long stopped;
        try (Socket socket = connect()) {
            Thread writer = new Thread(() -> send(socket, written));
            synchronized (mayRead) {
                // When
                writer.start();
                await().during(1, TimeUnit.SECONDS).atMost(LIMIT).until(new Unchanged(written)::yet);
                stopped = memory();
            }
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);

            // Then
            assertThat(answer).isEqualTo("HTTP/1.1 202");
            assertThat(stopped - before).isLessThan(MOST);
            assertThat(memory() - before).isLessThan(MOST);
            assertThat(read).hasValue(GIBIBYTE);
            writer.join();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    private void send(Socket socket, AtomicLong written) {
        try {
            write(
                    socket,
                    "PATCH " + UPLOAD + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + ADMIN + "\r\nContent-Length: "
                            + GIBIBYTE + "\r\n\r\n");
            while (written.get() < GIBIBYTE) {
                socket.getOutputStream().write(BLOCK);
                written.addAndGet(BLOCK.length);
            }
        } catch (IOException e) {
            written.set(-1);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** What is used of the heap once the garbage is gone, of Netty's pools, and of the JDK's direct buffers. */
    private static long memory() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return heap + direct + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }
}
