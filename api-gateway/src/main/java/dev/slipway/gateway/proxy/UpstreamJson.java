package dev.slipway.gateway.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.gateway.upstream.UpstreamAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Asks a service for what it tells without a token: its health and its API description. */
@ApplicationScoped
public class UpstreamJson {

    private static final int HEALTHY = 200;

    private final HttpClient client;
    private final ObjectMapper json;

    public UpstreamJson(Vertx vertx, ObjectMapper json) {
        // Connections of their own: that the service's other connections are all in use is no reason to call it dead.
        this.client = vertx.createHttpClient(new HttpClientOptions().setTracingPolicy(TracingPolicy.IGNORE));
        this.json = json;
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** The JSON at the path; fails when no address of the service answers 200 with JSON, each within the limit. */
    public Future<JsonNode> get(Upstream upstream, String path, Duration limit) {
        return get(upstream.addresses().readyFirst(), path, limit);
    }

    private Future<JsonNode> get(List<UpstreamAddress> addresses, String path, Duration limit) {
        if (addresses.isEmpty()) {
            return Future.failedFuture("no address is known");
        }
        List<UpstreamAddress> others = addresses.subList(1, addresses.size());
        Future<JsonNode> first = get(addresses.get(0), path, limit);
        return others.isEmpty() ? first : first.recover(why -> get(others, path, limit));
    }

    private Future<JsonNode> get(UpstreamAddress address, String path, Duration limit) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(address.socket())
                .setHost(address.socket().host())
                .setPort(address.socket().port())
                .setURI(path)
                .setConnectTimeout(limit.toMillis())
                .setTimeout(limit.toMillis());
        return client.request(options)
                .compose(HttpClientRequest::send)
                .compose(UpstreamJson::body)
                .compose(this::parse);
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        return response.statusCode() == HEALTHY
                ? response.body()
                : Future.failedFuture("answered " + response.statusCode());
    }

    private Future<JsonNode> parse(Buffer body) {
        try {
            return Future.succeededFuture(json.readTree(body.getBytes()));
        } catch (IOException e) {
            return Future.failedFuture("answered no JSON");
        }
    }
}
