package dev.slipway.gateway.proxy;

import dev.slipway.dialects.ErrorCode;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.Refusals;
import dev.slipway.gateway.proxy.UpstreamMetrics.Failure;
import dev.slipway.gateway.upstream.UpstreamAddress;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes a websocket to its service: the handshake (RFC 6455, 4) goes through like any other request, and once the service has agreed, bytes go
 * both ways as they are, each side slowed by the other, until either closes. The service's own refusal is passed on.
 */
final class WebsocketTunnel {

    private static final Logger LOG = Logger.getLogger(WebsocketTunnel.class);
    private static final String WEBSOCKET = "websocket";
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Lane lane;
    private final ForwardingRules rules;
    private final Call call;
    private final Exchange exchange;
    private final Upstream upstream;
    private long limit;
    private boolean late;
    private Connecting.@Nullable Connected connection;
    private @Nullable NetSocket client;
    private @Nullable NetSocket service;
    private boolean over;

    WebsocketTunnel(Lane lane, ForwardingRules rules, Call call) {
        this.lane = lane;
        this.rules = rules;
        this.call = call;
        this.exchange = call.exchange();
        this.upstream = call.upstream();
    }

    /** Whether a request asks for a websocket; any other upgrade is not spoken, and its request is served as if it had not asked. */
    static boolean isHandshake(HttpServerRequest request) {
        return HttpMethod.GET.equals(request.method())
                && request.version() == HttpVersion.HTTP_1_1
                && WEBSOCKET.equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                && request.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE, true);
    }

    void open() {
        limit = lane.later(Forwarding.CONNECTION_SECONDS, this::unavailable);
        new Connecting(
                        lane,
                        rules.metrics(),
                        upstream,
                        HttpMethod.GET,
                        call.target().uri())
                .connect()
                .onComplete(this::connected);
    }

    private void connected(AsyncResult<Connecting.Connected> asked) {
        lane.cancel(limit);
        if (asked.failed()) {
            unavailable();
        } else if (isAnswered()) {
            // Refused for want of a connection, or left by the client.
            asked.result().request().reset();
            asked.result().address().release();
        } else {
            ask(asked.result());
        }
    }

    private void ask(Connecting.Connected connected) {
        connection = connected;
        HttpClientRequest request = connected.request();
        RequestHead.write(exchange, rules.publicAddress(), call.internalToken(), request);
        // A handshake has no body, whatever it says: the service must not wait for one.
        request.headers().remove(HttpHeaders.CONTENT_LENGTH);
        request.putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE).putHeader(HttpHeaders.UPGRADE, WEBSOCKET);
        request.exceptionHandler(why -> LOG.debugf("request %s: %s", exchange.requestId(), why.getMessage()));
        limit = lane.later(rules.limits().handshakeSeconds(), () -> {
            late = true;
            request.reset();
        });
        request.connect().onComplete(answered -> answered(connected, answered));
        exchange.request().resume();
    }

    private void answered(Connecting.Connected connected, AsyncResult<HttpClientResponse> answered) {
        lane.cancel(limit);
        if (answered.failed()) {
            noAnswer(connected.address(), answered.cause());
            over();
            return;
        }
        connected.address().answered();
        HttpClientResponse answer = answered.result();
        if (isAnswered()) {
            connected.request().reset();
            over();
        } else if (answer.statusCode() == SWITCHING_PROTOCOLS) {
            AnswerHead.write(exchange, rules.publicAddress(), connected.address(), answer);
            exchange.response()
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                    .putHeader(HttpHeaders.UPGRADE, WEBSOCKET);
            join(answer);
        } else {
            new Forwarding(lane, rules, call).passOn(connected, answer);
        }
    }

    private void noAnswer(UpstreamAddress address, Throwable why) {
        if (late) {
            int seconds = rules.limits().handshakeSeconds();
            address.failed(new AnswerLimitException(seconds));
            rules.metrics().failed(upstream, Failure.ANSWER_LIMIT);
            Refusals.refuse(
                    exchange,
                    ErrorCode.TIMED_OUT,
                    upstream.service() + " has not answered within " + seconds + " seconds");
        } else {
            address.failed(why);
            rules.metrics().failed(upstream, Failure.NO_ANSWER);
            unavailable();
        }
    }

    private boolean isAnswered() {
        return exchange.response().ended() || exchange.response().closed();
    }

    private void join(HttpClientResponse answer) {
        NetSocket behind = answer.netSocket();
        // What the service says before the client's side is ready waits.
        behind.pause();
        service = behind;
        exchange.request().toNetSocket().onComplete(upgraded -> {
            if (upgraded.failed()) {
                LOG.debugf("request %s: not upgraded: %s", exchange.requestId(), upgraded.cause());
                behind.close();
                over();
                return;
            }
            NetSocket before = upgraded.result();
            client = before;
            lane.add(this);
            before.closeHandler(closed -> close());
            behind.closeHandler(closed -> close());
            before.pipe().endOnFailure(true).to(behind);
            behind.pipe().endOnFailure(true).to(before);
            if (lane.isEnding()) {
                close();
            }
        });
    }

    /** Ends both sides; the second time nothing happens. */
    void close() {
        if (over) {
            return;
        }
        over();
        if (client != null) {
            client.close();
        }
        if (service != null) {
            service.close();
        }
    }

    private void over() {
        if (over) {
            return;
        }
        over = true;
        lane.remove(this);
        if (client != null) {
            exchange.websocketOver();
        }
        if (connection != null) {
            connection.address().release();
        }
    }

    private void unavailable() {
        Refusals.refuse(
                exchange, ErrorCode.UNAVAILABLE, upstream.service() + " does not answer at the moment; try again");
    }
}
