package dev.slipway.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.gateway.upstream.AddressPool;
import dev.slipway.gateway.upstream.UpstreamAddress;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpstreamJsonTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** As many as open a breaker, and more. */
    private static final int FAILURES = 10;

    private final Vertx vertx = Vertx.vertx();
    private final UpstreamJson json = new UpstreamJson(vertx, new ObjectMapper());
    private final List<HttpServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
        json.close();
        vertx.close();
    }

    @Test
    void an_open_breaker_is_for_requests_and_keeps_its_trial_for_them() throws Exception {
        // Given
        AddressPool pool = pool(serving(200));
        UpstreamAddress address = pool.all().get(0);
        for (int request = 0; request < FAILURES; request++) {
            address.failed(new ConnectException("refused"));
        }
        address.saysReady(true);

        // When
        JsonNode answer = get(pool);

        // Then
        assertThat(answer.path("status").intValue()).isEqualTo(200);
        assertThat(pool.acquire(List.of())).isSameAs(address);
    }

    @Test
    void another_address_is_asked_where_one_does_not_say_it() throws Exception {
        // Given
        AddressPool pool = pool(serving(503), serving(200));

        // When
        List<Integer> answers = new ArrayList<>();
        for (UpstreamAddress notReady : pool.all()) {
            pool.all().forEach(address -> address.saysReady(address != notReady));
            answers.add(get(pool).path("status").intValue());
        }

        // Then
        assertThat(answers).containsExactly(200, 200);
    }

    private JsonNode get(AddressPool pool) throws Exception {
        return json.get(new Upstream("build-service", pool), "/q/health", LIMIT)
                .toCompletionStage()
                .toCompletableFuture()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static AddressPool pool(Integer... ports) {
        Set<SocketAddress> sockets = new HashSet<>();
        for (int port : ports) {
            sockets.add(SocketAddress.inetSocketAddress(port, "127.0.0.1"));
        }
        AddressPool pool = new AddressPool("build-service");
        pool.use(sockets);
        return pool;
    }

    /** @return the port of a service that answers so */
    private int serving(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", exchange -> {
            byte[] body = ("{\"status\":" + status + "}").getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        servers.add(server);
        return server.getAddress().getPort();
    }
}
