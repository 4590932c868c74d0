package dev.slipway.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A service that speaks websockets: it says back what it is told, and shows each conversation to the test. Whatever else it is asked, another server answers. */
final class WebsocketUpstream implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final String other;
    private final HttpServer server;
    private final BlockingQueue<Conversation> conversations = new LinkedBlockingQueue<>();
    private final BlockingQueue<HttpServerResponse> refusals = new LinkedBlockingQueue<>();

    /** One websocket and the headers that asked for it. */
    record Conversation(ServerWebSocket socket, MultiMap headers) {}

    /** @param other the address of a server for everything that is no websocket */
    WebsocketUpstream(String other) {
        this.other = other;
        // Not by webSocketHandler, which Quarkus turns off for the whole process.
        server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String address() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    Conversation nextConversation() throws InterruptedException {
        Conversation next = conversations.poll(60, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nobody has opened a websocket");
        }
        return next;
    }

    /** Goes on with a refusal that has begun, or not yet. */
    HttpServerResponse nextRefusal() throws InterruptedException {
        HttpServerResponse next = refusals.poll(60, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nobody has been refused");
        }
        return next;
    }

    boolean hasConversation() {
        return !conversations.isEmpty();
    }

    void reset() {
        conversations.clear();
        refusals.clear();
    }

    private void handle(HttpServerRequest request) {
        if (request.path().equals("/platform/v1/pipelines/refused")) {
            request.response().setStatusCode(403).end("not you");
        } else if (request.path().equals("/platform/v1/pipelines/refused-at-length")) {
            request.response().setStatusCode(403).setChunked(true).write("not you, because ");
            refusals.add(request.response());
        } else if (request.path().equals("/platform/v1/pipelines/silent")) {
            refusals.add(request.response());
        } else if (request.path().equals("/platform/v1/pipelines/early/runs")) {
            // Nothing of the body is read, and the connection stays.
            request.pause().response().setStatusCode(413).end("too much");
        } else if (request.getHeader("Upgrade") != null) {
            request.toWebSocket().onSuccess(this::talk);
        } else {
            request.body().onSuccess(body -> askOther(request, body));
        }
    }

    private void askOther(HttpServerRequest request, Buffer body) {
        RequestOptions options =
                new RequestOptions().setMethod(request.method()).setAbsoluteURI(other + request.uri());
        client.request(options)
                .compose(asked -> {
                    request.headers().remove("Content-Length").remove("Transfer-Encoding");
                    asked.headers().addAll(request.headers());
                    return asked.send(body);
                })
                .compose(answer -> answer.body().onSuccess(answered -> {
                    answer.headers().remove("Content-Length").remove("Transfer-Encoding");
                    request.response().headers().addAll(answer.headers());
                    request.response().setStatusCode(answer.statusCode()).end(answered);
                }))
                .onFailure(why -> request.connection().close());
    }

    private void talk(ServerWebSocket socket) {
        conversations.add(new Conversation(socket, socket.headers()));
        if (!socket.path().endsWith("/flood")) {
            socket.textMessageHandler(socket::writeTextMessage);
            socket.binaryMessageHandler(socket::writeBinaryMessage);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
