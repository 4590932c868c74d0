package dev.slipway.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** Slipway's public API as any client sees it: the gateway's address and a token. */
final class DemoApi {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int FIRST_ERROR = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    DemoApi(String url, String token) {
        this.url = url;
        this.token = token;
    }

    JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    JsonNode post(String path, Map<String, ?> body) {
        try {
            return send(request(path)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build());
        } catch (IOException impossible) {
            throw new DemoFailure("The body for " + path + " is no JSON", impossible);
        }
    }

    /** Without a body, as some dialects have it. */
    JsonNode post(String path) {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    /** The lines of a stream of server-sent events, as they come. */
    Stream<String> events(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .build();
        try {
            HttpResponse<Stream<String>> response = http.send(request, HttpResponse.BodyHandlers.ofLines());
            requireSuccess(request, response.statusCode(), "");
            return response.body();
        } catch (IOException failed) {
            throw new DemoFailure("GET " + path + ": " + failed, failed);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    /** DaoCloud's clients write {@code token X}; every dialect takes it. */
    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(TIMEOUT)
                .header("Authorization", "token " + token);
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            requireSuccess(request, response.statusCode(), response.body());
            return response.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(response.body());
        } catch (IOException failed) {
            throw new DemoFailure(request.method() + " " + request.uri().getPath() + ": " + failed, failed);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private static void requireSuccess(HttpRequest request, int status, String body) {
        if (status >= FIRST_ERROR) {
            throw new DemoFailure(
                    request.method() + " " + request.uri().getPath() + " answered " + status + ": " + body);
        }
    }

    private static DemoFailure interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new DemoFailure("Interrupted", interrupted);
    }
}
