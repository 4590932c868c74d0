package dev.slipway.testkit;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Serves the repositories of a folder by git's smart HTTP protocol, on the loopback interface, through {@code git http-backend}. */
public final class GitHttpServer implements AutoCloseable {

    private static final int DEFAULT_STATUS = 200;
    private static final int CHUNKED = 0;

    private final Path folder;
    private final @Nullable String authorization;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private GitHttpServer(Path folder, @Nullable String authorization, HttpServer server) {
        this.folder = folder;
        this.authorization = authorization;
        this.server = server;
    }

    /** Everybody may read. */
    public static GitHttpServer serving(GitFixture fixture) {
        return start(fixture.folder(), null);
    }

    /** Only who gives this user and password (HTTP basic) may read. */
    public static GitHttpServer serving(GitFixture fixture, String user, String password) {
        String credentials = user + ":" + password;
        return start(
                fixture.folder(),
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    /** @param fullName {@code owner/name} */
    public String url(String fullName) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + fullName + ".git";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static GitHttpServer start(Path folder, @Nullable String authorization) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            GitHttpServer git = new GitHttpServer(folder, authorization, server);
            server.createContext("/", git::handle);
            server.setExecutor(git.threads);
            server.start();
            return git;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (authorization != null
                    && !authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            runBackend(exchange);
        }
    }

    private void runBackend(HttpExchange exchange) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        builder.environment().putAll(cgi(exchange));
        Process backend = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        byte[] request = exchange.getRequestBody().readAllBytes();
        try (OutputStream toBackend = backend.getOutputStream()) {
            toBackend.write(request);
        }
        InputStream fromBackend = new BufferedInputStream(backend.getInputStream());
        int status = copyHead(fromBackend, exchange.getResponseHeaders());
        exchange.sendResponseHeaders(status, CHUNKED);
        try (OutputStream toClient = exchange.getResponseBody()) {
            fromBackend.transferTo(toClient);
        }
    }

    /** RFC 3875, as git-http-backend(1) asks for. */
    private Map<String, String> cgi(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        String query = exchange.getRequestURI().getRawQuery();
        return Map.ofEntries(
                Map.entry("GIT_PROJECT_ROOT", folder.toString()),
                Map.entry("GIT_HTTP_EXPORT_ALL", "1"),
                Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
                // The folder may belong to another account than the one that runs the tests.
                Map.entry("GIT_CONFIG_COUNT", "1"),
                Map.entry("GIT_CONFIG_KEY_0", "safe.directory"),
                Map.entry("GIT_CONFIG_VALUE_0", "*"),
                Map.entry("REQUEST_METHOD", exchange.getRequestMethod()),
                Map.entry("PATH_INFO", exchange.getRequestURI().getPath()),
                Map.entry("QUERY_STRING", query == null ? "" : query),
                Map.entry("CONTENT_TYPE", valueOf(headers, "Content-Type")),
                Map.entry("HTTP_CONTENT_ENCODING", valueOf(headers, "Content-Encoding")),
                Map.entry("GIT_PROTOCOL", valueOf(headers, "Git-Protocol")));
    }

    private static String valueOf(Headers headers, String name) {
        String value = headers.getFirst(name);
        return value == null ? "" : value;
    }

    private static int copyHead(InputStream backend, Headers headers) throws IOException {
        int status = DEFAULT_STATUS;
        for (String line = line(backend); !line.isEmpty(); line = line(backend)) {
            String[] parts = line.split(": ", 2);
            if (parts[0].equalsIgnoreCase("Status")) {
                status = Integer.parseInt(parts[1].split(" ", 2)[0]);
            } else {
                headers.set(parts[0], parts[1]);
            }
        }
        return status;
    }

    private static String line(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
