package dev.slipway.registry;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.function.Supplier;

/** Stands where the gateway will: forwards every request and adds the internal token, which registry clients do not have. */
final class AuthorizingProxy implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();
    private final HttpServer server;
    private final URI upstream;
    private final Supplier<String> authorization;

    private AuthorizingProxy(URI upstream, Supplier<String> authorization) {
        this.upstream = upstream;
        this.authorization = authorization;
        this.server = vertx.createHttpServer().requestHandler(this::forward);
    }

    static AuthorizingProxy start(String upstream, Supplier<String> authorization) {
        AuthorizingProxy proxy = new AuthorizingProxy(URI.create(upstream), authorization);
        proxy.server
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return proxy;
    }

    /** {@code host:port}, as it stands in the name of an image. */
    String address() {
        return "127.0.0.1:" + server.actualPort();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void forward(HttpServerRequest request) {
        request.pause();
        RequestOptions target = new RequestOptions()
                .setMethod(request.method())
                .setHost(upstream.getHost())
                .setPort(upstream.getPort())
                .setURI(request.uri());
        http.request(target)
                .compose(onward -> send(request, onward))
                .compose(answer -> answer(request, answer))
                .onFailure(failure -> request.response().setStatusCode(502).end(failure.toString()));
    }

    private Future<HttpClientResponse> send(HttpServerRequest request, HttpClientRequest onward) {
        onward.headers().setAll(request.headers()).set(HttpHeaders.AUTHORIZATION, authorization.get());
        return request.isEnded() ? onward.send() : onward.send(request);
    }

    private static Future<Void> answer(HttpServerRequest request, HttpClientResponse answer) {
        request.response().setStatusCode(answer.statusCode()).headers().setAll(answer.headers());
        return request.response().send(answer);
    }
}
