package dev.slipway.gateway.proxy;

import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.Refusals;
import dev.slipway.gateway.exchange.RequestTarget;
import dev.slipway.kit.idempotency.Answer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands a request to its service and the answer back, both as streams: nothing is held but what is on its way, and a slow reader slows
 * the writer. An answer that breaks off is broken off towards the client too; a client that leaves ends the request behind it.
 */
@ApplicationScoped
public class Forwarder {

    private static final Logger LOG = Logger.getLogger(Forwarder.class);
    private static final int CONNECT_LIMIT_MILLIS = 2000;
    private static final int IDLE_CONNECTION_SECONDS = 30;
    private static final String EXPECT_CONTINUE = "100-continue";

    private final HttpClient client;
    private final BodyLimits bodyLimits;

    public Forwarder(
            Vertx vertx,
            BodyLimits bodyLimits,
            @ConfigProperty(name = "slipway.gateway.upstream.max-connections", defaultValue = "1024")
                    int maxConnections) {
        this.bodyLimits = bodyLimits;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_LIMIT_MILLIS)
                        // Shorter than the services keep an idle connection, so that they are not the ones to close it.
                        .setKeepAliveTimeout(IDLE_CONNECTION_SECONDS)
                        // The request's own span is told to the service below; a second one for the hop would say
                        // nothing more.
                        .setTracingPolicy(TracingPolicy.IGNORE),
                new PoolOptions().setHttp1MaxSize(maxConnections));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** @param internalToken by which the service knows who asks */
    public void forward(Exchange exchange, RequestTarget target, Upstream upstream, String internalToken) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(exchange.method()))
                .setHost(upstream.host())
                .setPort(upstream.port())
                .setURI(target.uri());
        client.request(options)
                .onSuccess(request -> {
                    upstream.isBack();
                    send(exchange, request, upstream, internalToken);
                })
                .onFailure(why -> {
                    upstream.isAway(why);
                    unavailable(exchange, upstream);
                });
    }

    private void send(Exchange exchange, HttpClientRequest request, Upstream upstream, String internalToken) {
        HttpServerRequest incoming = exchange.request();
        // The answer's own failure is what is acted upon; a client that leaves early is no error of ours.
        request.exceptionHandler(why -> LOG.debugf("request %s: %s", exchange.requestId(), why.getMessage()));
        if (exchange.response().closed()) {
            request.reset();
            return;
        }
        ForwardedHeaders.copyRequest(incoming.headers(), request.headers());
        HostAndPort authority = incoming.authority();
        if (authority != null) {
            // The name by which the caller knows the platform: services make absolute addresses of it.
            request.putHeader(HttpHeaders.HOST, authority.toString());
        }
        request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + internalToken)
                .putHeader(Exchange.REQUEST_ID, exchange.requestId())
                .putHeader(Exchange.TRACEPARENT, exchange.traceparent());
        // Not the response's own handler, of which there is one: whoever counts and records calls needs to hear of it
        // too.
        exchange.context().addEndHandler(ended -> {
            if (ended.failed()) {
                request.reset();
            }
        });
        request.response()
                .onSuccess(answer -> answer(exchange, request, answer))
                .onFailure(why -> broken(exchange, upstream, why));
        sendBody(exchange, request);
    }

    private void sendBody(Exchange exchange, HttpClientRequest request) {
        Buffer held = exchange.heldBody();
        if (held != null) {
            request.end(held);
            return;
        }
        HttpServerRequest incoming = exchange.request();
        boolean chunked = incoming.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        String length = incoming.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (!chunked && (length == null || length.equals("0"))) {
            incoming.resume();
            request.end();
            return;
        }
        if (EXPECT_CONTINUE.equalsIgnoreCase(incoming.getHeader(HttpHeaders.EXPECT))) {
            exchange.response().writeContinue();
        }
        request.setChunked(chunked);
        ReadStream<Buffer> body =
                chunked ? new BoundedBody(incoming, bodyLimits.maxBytes(exchange.dialect())) : incoming;
        body.pipe().endOnFailure(false).to(request).onFailure(why -> {
            if (why instanceof BodyTooLargeException tooLarge) {
                Refusals.refuse(exchange, ErrorCode.TOO_LARGE, tooLarge.whatToMend());
            }
            request.reset();
        });
    }

    private void answer(Exchange exchange, HttpClientRequest request, HttpClientResponse answer) {
        HttpServerResponse response = exchange.response();
        if (response.ended() || response.closed()) {
            request.reset();
            return;
        }
        response.setStatusCode(answer.statusCode());
        exchange.answeredAbout(answer.getHeader(Answer.OBJECT_HEADER));
        ForwardedHeaders.copyResponse(answer.headers(), response.headers());
        challengeImageTools(exchange, answer.statusCode());
        if (hasNoBody(exchange.method(), answer.statusCode())) {
            answer.resume();
            response.end();
            return;
        }
        // An HTTP/1.0 client knows no chunks: its answer ends with the connection.
        if (!answer.headers().contains(HttpHeaders.CONTENT_LENGTH)
                && exchange.request().version() != HttpVersion.HTTP_1_0) {
            response.setChunked(true);
            // The head of a stream goes out at once: its first line may be long in coming.
            response.writeHead();
        }
        answer.pipe().endOnFailure(false).to(response).onFailure(why -> {
            LOG.debugf("request %s: the answer broke off: %s", exchange.requestId(), why.getMessage());
            request.reset();
            exchange.breakOff();
        });
    }

    /** A service need not know how the gateway takes credentials. */
    private static void challengeImageTools(Exchange exchange, int status) {
        if (status == ErrorCode.UNAUTHENTICATED.httpStatus()
                && exchange.dialect() == Dialect.OCI
                && !exchange.response().headers().contains(Refusals.WWW_AUTHENTICATE)) {
            exchange.response().putHeader(Refusals.WWW_AUTHENTICATE, Refusals.challenge(exchange));
        }
    }

    private static boolean hasNoBody(String method, int status) {
        return method.equals("HEAD") || status == 204 || status == 304;
    }

    /** The connection ended before an answer came: the service was stopped or has crashed. */
    private static void broken(Exchange exchange, Upstream upstream, @Nullable Throwable why) {
        LOG.debugf("request %s: %s gave no answer: %s", exchange.requestId(), upstream.service(), why);
        unavailable(exchange, upstream);
    }

    private static void unavailable(Exchange exchange, Upstream upstream) {
        Refusals.refuse(
                exchange, ErrorCode.UNAVAILABLE, upstream.service() + " does not answer at the moment; try again");
    }
}
