package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.kit.health.Draining;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;

/** A gateway that has been told to end. It stays told, so that it is an application of its own. */
@QuarkusTest
@TestProfile(EndingTest.OnItsOwn.class)
class EndingTest extends GatewayTest {

    private static final String LOG = "/platform/v1/builds/7/log";
    private static final String STREAM = "GET " + LOG + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + ADMIN + "\r\n\r\n";
    private static final String HANDSHAKE = "GET /platform/v1/pipelines/7 HTTP/1.1\r\nHost: x\r\nAuthorization: "
            + ADMIN + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    /** Of a whole answer in chunks. */
    private static final String LAST_CHUNK = "0\r\n\r\n";

    @Inject
    Event<ShutdownDelayInitiatedEvent> end;

    @Inject
    @Readiness
    Draining draining;

    @Test
    void what_has_no_end_of_its_own_is_ended_whether_it_began_before_or_after() throws Exception {
        // Given
        upstream.on(LOG, EndingTest::writeWithoutEnd);
        try (RawClient before = new RawClient(gateway);
                RawClient socketBefore = new RawClient(gateway);
                RawClient after = new RawClient(gateway);
                RawClient socketAfter = new RawClient(gateway)) {
            before.write(STREAM);
            before.readUntil("data: 1");
            socketBefore.write(HANDSHAKE);
            socketBefore.readUntil("\r\n\r\n");

            // When
            CompletableFuture<Void> drained =
                    CompletableFuture.runAsync(() -> end.fire(new ShutdownDelayInitiatedEvent()));
            await().atMost(LIMIT).until(draining::isDraining);

            // Then
            before.readUntil(LAST_CHUNK);
            socketBefore.readAll();
            after.write(STREAM);
            assertThat(after.readUntil(LAST_CHUNK))
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("\r\nconnection: close\r\n");
            socketAfter.write(HANDSHAKE);
            assertThat(socketAfter.readAll()).startsWith("HTTP/1.1 101 ");
            drained.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void writeWithoutEnd(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("data: 1\n\n".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    public static final class OnItsOwn implements QuarkusTestProfile {}
}
