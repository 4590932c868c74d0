package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebsocketTest extends GatewayTest {

    private static final String PATH = "/platform/v1/pipelines/7";

    /** More than what sockets hold between two sides, in bytes. */
    private static final long MUCH = 16L * 1024 * 1024;

    protected WebsocketUpstream websockets;

    @BeforeEach
    void nobodyHasTalked() {
        websockets.reset();
    }

    @Test
    void what_one_side_says_the_other_hears() throws Exception {
        // Given
        Listener listener = new Listener();
        WebSocket socket = open(PATH, listener);

        // When
        socket.sendText("hello", true).get();
        socket.sendBinary(ByteBuffer.wrap(new byte[50_000]), true).get();

        // Then
        assertThat(listener.texts.poll(60, TimeUnit.SECONDS)).isEqualTo("hello");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(listener.bytes).hasValue(50_000));
        socket.abort();
    }

    @Test
    void the_service_knows_who_asks_and_not_how() throws Exception {
        // When
        WebSocket socket = open(PATH + "?a=1&access_token=secret", new Listener());

        // Then
        WebsocketUpstream.Conversation conversation = websockets.nextConversation();
        assertThat(conversation.socket().query()).isEqualTo("a=1");
        assertThat(conversation.headers().get("Authorization"))
                .startsWith("Bearer ")
                .isNotEqualTo(ADMIN);
        assertThat(conversation.headers().get("X-Request-Id")).isNotEmpty();
        socket.abort();
    }

    @Test
    void when_the_client_closes_the_service_sees_it() throws Exception {
        // Given
        WebSocket socket = open(PATH, new Listener());
        CompletableFuture<Void> closed = new CompletableFuture<>();
        websockets.nextConversation().socket().closeHandler(closed::complete);

        // When
        socket.abort();

        // Then
        closed.get(60, TimeUnit.SECONDS);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(send(request("/q/metrics")).body())
                        .contains("slipway_gateway_upstream_under_way{service=\"pipeline-service\"} 0.0"));
    }

    @Test
    void when_the_service_closes_the_client_sees_it_and_why() throws Exception {
        // Given
        Listener listener = new Listener();
        open(PATH, listener);

        // When
        websockets.nextConversation().socket().close((short) 4001, "enough");

        // Then
        assertThat(listener.closed.get(60, TimeUnit.SECONDS)).isEqualTo("4001 enough");
    }

    @Test
    void a_client_that_does_not_listen_slows_the_service() throws Exception {
        // Given
        Listener deaf = new Listener() {
            @Override
            public void onOpen(WebSocket socket) {
                // Asks for nothing.
            }
        };
        WebSocket socket = open("/platform/v1/pipelines/flood", deaf);
        var service = websockets.nextConversation().socket();
        Buffer piece = Buffer.buffer(new byte[50_000]);
        long taken = 0;
        boolean stuck = false;

        // When
        while (!stuck && taken < MUCH) {
            try {
                service.writeBinaryMessage(piece)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(2, TimeUnit.SECONDS);
                taken += piece.length();
            } catch (TimeoutException nobodyTakesIt) {
                stuck = true;
            }
        }

        // Then
        assertThat(stuck).isTrue();
        socket.abort();
    }

    @Test
    void nobody_unknown_reaches_the_service() {
        // Then
        assertThat(refusal(() -> client.newWebSocketBuilder()
                        .buildAsync(address(PATH), new Listener())
                        .get()))
                .isEqualTo(401);
        assertThat(websockets.hasConversation()).isFalse();
    }

    @Test
    void the_services_own_refusal_is_passed_on() {
        // Then
        assertThat(refusal(() -> open("/platform/v1/pipelines/refused", new Listener())))
                .isEqualTo(403);
    }

    @Test
    void a_refusal_reaches_the_client_as_it_comes() throws Exception {
        // Given
        try (RawClient raw = new RawClient(gateway)) {
            // When
            raw.write(handshake("/platform/v1/pipelines/refused-at-length", ""));

            // Then
            assertThat(raw.readUntil("not you, because ")).startsWith("HTTP/1.1 403 ");
            websockets.nextRefusal().end("of that");
            assertThat(raw.readUntil("of that")).doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void a_handshake_has_no_body_whatever_it_says() throws Exception {
        // Given
        try (RawClient raw = new RawClient(gateway)) {
            // When
            raw.write(handshake(PATH, "Content-Length: 5\r\n") + "hello");

            // Then
            assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
            assertThat(websockets.nextConversation().headers().contains("Content-Length"))
                    .isFalse();
        }
    }

    @Test
    void a_page_of_another_origin_with_a_cookie_gets_no_websocket() {
        // Then
        assertThat(refusal(() -> client.newWebSocketBuilder()
                        .header("Authorization", ADMIN)
                        .header("Cookie", "session=1")
                        .header("Origin", "https://evil.example")
                        .buildAsync(address(PATH), new Listener())
                        .get()))
                .isEqualTo(403);
        assertThat(websockets.hasConversation()).isFalse();
    }

    /** By which status the handshake is refused. */
    private static int refusal(ThrowableAssert.ThrowingCallable handshake) {
        return catchThrowableOfType(ExecutionException.class, handshake).getCause()
                        instanceof WebSocketHandshakeException refused
                ? refused.getResponse().statusCode()
                : fail("it was not refused by an answer");
    }

    private WebSocket open(String path, WebSocket.Listener listener) throws Exception {
        return client.newWebSocketBuilder()
                .header("Authorization", ADMIN)
                .buildAsync(address(path), listener)
                .get(60, TimeUnit.SECONDS);
    }

    private static String handshake(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + ADMIN
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n";
    }

    private URI address(String path) {
        return URI.create("ws://" + gateway.getHost() + ":" + gateway.getPort() + path);
    }

    /** Keeps what it hears. */
    private static class Listener implements WebSocket.Listener {

        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final AtomicLong bytes = new AtomicLong();
        private final CompletableFuture<String> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            texts.add(text.toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            bytes.addAndGet(data.remaining());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code + " " + reason);
            return null;
        }
    }
}
