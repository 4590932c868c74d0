package dev.slipway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(201, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/chunked", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("in pieces".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void oneConnectionCarriesManyRequests() throws IOException {
        try (HttpConnection connection = new HttpConnection(server.getAddress().getPort())) {
            // When
            HttpAnswer first = connection.post("/echo", "Bearer x", "{\"a\":1}");
            HttpAnswer second = connection.get("/chunked", "Bearer x");
            HttpAnswer third = connection.post("/echo", "Bearer x", "{}");

            // Then
            assertThat(first).isEqualTo(new HttpAnswer(201, "{\"a\":1}"));
            assertThat(second).isEqualTo(new HttpAnswer(200, "in pieces"));
            assertThat(third).isEqualTo(new HttpAnswer(201, "{}"));
        }
    }
}
