package dev.slipway.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A real HTTP server in a service's place. It says that it is ready, and answers everything else by telling what it was asked, unless a
 * test has said otherwise for a path.
 */
final class LocalUpstream implements AutoCloseable {

    private final HttpServer server = listen();
    private final HttpServer replica = listen();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, HttpHandler> scripted = new ConcurrentHashMap<>();
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

    /** One request as it arrived. */
    record Asked(String method, String uri, Map<String, List<String>> headers, long bodyBytes, String bodySha256) {

        String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }

        boolean has(String name) {
            return headers.containsKey(name);
        }
    }

    LocalUpstream() {
        reset();
        for (HttpServer one : List.of(server, replica)) {
            one.setExecutor(threads);
            one.createContext("/", this::handle);
            one.start();
        }
    }

    private static HttpServer listen() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Another address of the same service. */
    String replicaAddress() {
        return "http://127.0.0.1:" + replica.getAddress().getPort();
    }

    /** Forgets what was asked and what was scripted. */
    void reset() {
        asked.clear();
        scripted.clear();
        scripted.put("/internal/health", answer(200, "application/json", "{\"ready\":true,\"degraded\":[]}"));
    }

    void on(String path, HttpHandler handler) {
        scripted.put(path, handler);
    }

    /** The latest request that told about itself. */
    Asked lastAsked() {
        List<Asked> all = List.copyOf(asked);
        if (all.isEmpty()) {
            throw new AssertionError("nothing was asked");
        }
        return all.get(all.size() - 1);
    }

    /** What was asked for, in order: methods and addresses. */
    List<String> askedFor() {
        return asked.stream().map(one -> one.method() + " " + one.uri()).toList();
    }

    int timesAsked() {
        return asked.size();
    }

    static HttpHandler answer(int status, String contentType, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    @Override
    public void close() {
        server.stop(0);
        replica.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        HttpHandler handler = scripted.get(exchange.getRequestURI().getPath());
        if (handler == null && exchange.getRequestURI().getPath().equals("/q/health/ready")) {
            // The gateway asks it every second: of no interest to a test.
            answer(200, "application/json", "{\"status\":\"UP\"}").handle(exchange);
        } else if (handler == null) {
            echo(exchange);
        } else {
            handler.handle(exchange);
        }
    }

    private void echo(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(exchange.getRequestHeaders());
        MessageDigest sha256 = sha256();
        long bytes;
        try (InputStream body = new DigestInputStream(exchange.getRequestBody(), sha256)) {
            bytes = body.transferTo(OutputStream.nullOutputStream());
        }
        asked.add(new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                bytes,
                HexFormat.of().formatHex(sha256.digest())));
        boolean head = exchange.getRequestMethod().equals("HEAD");
        answer(200, "text/plain", head ? "" : "answered by the service").handle(exchange);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
