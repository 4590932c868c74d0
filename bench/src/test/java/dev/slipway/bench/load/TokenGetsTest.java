package dev.slipway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenGetsTest {

    private final Map<String, Integer> askedWith = new ConcurrentHashMap<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            askedWith.merge(authorization, 1, Integer::sum);
            exchange.sendResponseHeaders(authorization.endsWith("bad") ? 401 : 200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void exactlySoManyAreSentWithTheTokensInTurn() throws InterruptedException {
        // Given
        TokenGets load = new TokenGets("/", List.of("a", "b", "c"));

        // When
        load.send(port(), 2, 4);
        load.send(port(), 2, 5);

        // Then
        assertThat(askedWith).isEqualTo(Map.of("Bearer a", 3, "Bearer b", 3, "Bearer c", 3));
    }

    @Test
    void aTimedRunTellsWhatWasAnswered() throws InterruptedException {
        // When
        LoadFigures figures = new TokenGets("/", List.of("a")).run(port(), 2, 1);

        // Then
        assertThat(figures.requests()).isPositive().isEqualTo((long) askedWith.get("Bearer a"));
        assertThat(figures.p50Micros()).isPositive().isLessThanOrEqualTo(figures.p99Micros());
    }

    @Test
    void aRefusedRequestEndsTheRun() {
        // When Then
        assertThatThrownBy(() -> new TokenGets("/", List.of("a", "bad")).send(port(), 1, 10))
                .hasRootCauseMessage("a request was answered 401: ");
    }

    private int port() {
        return server.getAddress().getPort();
    }
}
