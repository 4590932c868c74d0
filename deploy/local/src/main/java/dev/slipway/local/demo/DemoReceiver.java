package dev.slipway.local.demo;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Somebody who wants to hear of builds: a real HTTP server that checks every signature and may refuse its first delivery a few times. */
final class DemoReceiver implements AutoCloseable {

    private final String name;
    private final int refusals;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, List<Boolean>> verified = new HashMap<>();
    private @Nullable String secret;
    private @Nullable String firstDelivery;
    private int refused;

    private DemoReceiver(String name, int refusals, HttpServer server) {
        this.name = name;
        this.refusals = refusals;
        this.server = server;
    }

    /** @param refusals how often the first delivery is answered with 500 before it is taken */
    static DemoReceiver start(String name, int refusals) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            DemoReceiver receiver = new DemoReceiver(name, refusals, server);
            server.setExecutor(receiver.threads);
            server.createContext("/", receiver::receive);
            server.start();
            return receiver;
        } catch (IOException failed) {
            throw new DemoFailure("The receiver " + name + " cannot be started", failed);
        }
    }

    String name() {
        return name;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** From here on every signature is checked with this secret. */
    synchronized void expectSignedWith(String endpointSecret) {
        secret = endpointSecret;
    }

    /** For every attempt of the delivery that came here, whether its signature was good. */
    synchronized List<Boolean> verified(String deliveryId) {
        return List.copyOf(verified.getOrDefault(deliveryId, List.of()));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(record(exchange, body), -1);
        }
    }

    /** @return the status to answer with */
    private synchronized int record(HttpExchange exchange, String body) {
        String id = String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id"));
        verified.computeIfAbsent(id, unknown -> new ArrayList<>()).add(signatureHolds(exchange, body));
        if (firstDelivery == null) {
            firstDelivery = id;
        }
        if (id.equals(firstDelivery) && refused < refusals) {
            refused++;
            return 500;
        }
        return 200;
    }

    private boolean signatureHolds(HttpExchange exchange, String body) {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((header, values) -> headers.put(header.toLowerCase(Locale.ROOT), values));
        try {
            new Webhook(String.valueOf(secret)).verify(body, headers);
            return true;
        } catch (WebhookVerificationException | EmptyWebhookSecretException wrong) {
            return false;
        }
    }
}
