package dev.slipway.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.ConnectException;
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
    void one_that_cannot_be_asked_is_not_ready() {
        // Given
        UpstreamAddress address = pool.all().get(0);
        server.stop(0);

        // When
        probe.ask(pool);

        // Then
        await().atMost(LIMIT).until(() -> !address.isReady());
        assertThat(pool.usable()).isZero();
    }

    @Test
    void one_that_was_never_there_takes_the_first_request_after_it_has_come_up() {
        // Given
        UpstreamAddress address = pool.all().get(0);
        server.stop(0);
        for (int question = 0; question < 2 * CircuitBreaker.FAILURES_TO_OPEN; question++) {
            address.saysNothing(new ConnectException("refused"));
        }

        // When nobody has asked again
        UpstreamAddress taken = pool.acquire(List.of());

        // Then
        assertThat(taken).isSameAs(address);
    }

    @Test
    void one_that_failed_requests_is_tried_as_soon_as_it_has_answered_a_question() {
        // Given
        UpstreamAddress address = pool.all().get(0);
        for (int request = 0; request < CircuitBreaker.FAILURES_TO_OPEN; request++) {
            address.failed(new ConnectException("refused"));
        }
        assertThat(pool.acquire(List.of())).isNull();

        // When
        address.saysReady(true);

        // Then
        assertThat(pool.acquire(List.of())).isSameAs(address);
    }
}
