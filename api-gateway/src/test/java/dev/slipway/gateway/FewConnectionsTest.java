package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With one connection to each address for each event loop: whatever keeps one is soon missed. */
@QuarkusTest
@TestProfile(FewConnectionsTest.OneConnection.class)
class FewConnectionsTest extends GatewayTest {

    private static final int MORE_THAN_LOOPS = 4 * Runtime.getRuntime().availableProcessors() + 4;
    private static final String AUTHORIZATION = "Host: x\r\nAuthorization: " + ADMIN + "\r\n";

    protected WebsocketUpstream websockets;

    @Inject
    Vertx vertx;

    @Test
    void a_refused_handshake_gives_its_connection_back() throws IOException {
        for (int i = 0; i < MORE_THAN_LOOPS; i++) {
            try (RawClient raw = new RawClient(gateway)) {
                // When
                raw.write(handshake("refused"));

                // Then
                assertThat(raw.readUntil("not you")).startsWith("HTTP/1.1 403 ");
            }
        }
    }

    @Test
    void so_does_an_answer_that_is_earlier_than_the_end_of_the_body() throws IOException {
        for (int i = 0; i < MORE_THAN_LOOPS; i++) {
            try (RawClient raw = new RawClient(gateway)) {
                // When
                raw.write("POST /platform/v1/pipelines/early/runs HTTP/1.1\r\n" + AUTHORIZATION
                        + "Content-Length: 1000\r\n\r\nthe begin of a body");

                // Then
                assertThat(raw.readUntil("too much"))
                        .startsWith("HTTP/1.1 413 ")
                        .containsIgnoringCase("\r\nconnection: close\r\n");
            }
        }
    }

    @Test
    void after_such_an_answer_the_connection_is_closed() throws IOException {
        // Given
        try (RawClient raw = new RawClient(gateway)) {
            // When
            raw.write("POST /platform/v1/pipelines/early/runs HTTP/1.1\r\n" + AUTHORIZATION
                    + "Content-Length: 1000\r\n\r\nthe begin of a body");

            // Then
            assertThat(raw.readAll()).startsWith("HTTP/1.1 413 ").endsWith("too much");
        }
    }

    @Test
    void of_http_2_the_connection_goes_on_after_such_an_answer() throws Exception {
        // Given
        HttpClient http2 = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false),
                new PoolOptions().setHttp2MaxSize(1));
        HttpClientRequest early = ask(http2, HttpMethod.POST, "/platform/v1/pipelines/early/runs");
        early.setChunked(true).write("the begin of a body");
        assertThat(get(early.response()).statusCode()).isEqualTo(413);

        // When
        get(early.end());
        HttpClientRequest next = ask(http2, HttpMethod.GET, "/v1/build-flows");

        // Then
        assertThat(get(next.send()).statusCode()).isEqualTo(200);
        assertThat(next.connection()).isSameAs(early.connection());
        get(http2.close());
    }

    @Test
    void a_handshake_that_is_not_answered_in_time_is_504_and_gives_its_connection_back() throws Exception {
        for (int i = 0; i < 2 + Runtime.getRuntime().availableProcessors(); i++) {
            websockets.reset();
            try (RawClient raw = new RawClient(gateway)) {
                // When
                raw.write(handshake("silent"));

                // Then
                assertThat(raw.readUntil("\"timed_out\"")).startsWith("HTTP/1.1 504 ");
            }
        }
    }

    private HttpClientRequest ask(HttpClient http, HttpMethod method, String path) throws Exception {
        return get(http.request(method, gateway.getPort(), gateway.getHost(), path))
                .putHeader("Authorization", ADMIN);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static String handshake(String pipeline) {
        return "GET /platform/v1/pipelines/" + pipeline + " HTTP/1.1\r\n" + AUTHORIZATION
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }

    public static final class OneConnection implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "slipway.gateway.upstream.max-connections",
                    "1",
                    "slipway.gateway.upstream.answer-limits.read",
                    "1S");
        }
    }
}
