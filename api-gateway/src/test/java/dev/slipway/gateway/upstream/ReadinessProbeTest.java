package dev.slipway.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadinessProbeTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger status = new AtomicInteger(200);
    private final AddressPool pool = new AddressPool("build-service");
    private final ReadinessProbe probe = new ReadinessProbe(vertx.createHttpClient());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        pool.use(Set.of(SocketAddress.inetSocketAddress(server.getAddress().getPort(), "127.0.0.1")));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        vertx.close();
    }

    @Test
    void an_address_is_what_it_says() {
        // Given
        UpstreamAddress address = pool.all().get(0);
        status.set(503);

        // When
        probe.ask(pool);

        // Then
        await().atMost(LIMIT).until(() -> !address.isReady());
        status.set(200);
        await().atMost(LIMIT).until(() -> {
            probe.ask(pool);
            return address.isReady();
        });
    }

    @Test
    void one_that_cannot_be_asked_is_out_after_a_few_questions_and_back_after_one() throws IOException {
        // Given
        UpstreamAddress address = pool.all().get(0);
        int port = server.getAddress().getPort();
        server.stop(0);

        // When
        await().atMost(LIMIT).until(() -> {
            probe.ask(pool);
            return address.isOpen();
        });
        assertThat(pool.usable()).isZero();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();

        // Then
        await().atMost(LIMIT).until(() -> {
            probe.ask(pool);
            UpstreamAddress taken = pool.acquire(List.of());
            if (taken != null) {
                taken.release();
            }
            return taken == address;
        });
    }
}
