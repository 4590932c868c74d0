package dev.slipway.gateway.proxy;

import dev.slipway.dialects.ErrorCode;
import dev.slipway.gateway.exchange.ConnectionEnd;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.Framing;
import dev.slipway.gateway.exchange.Refusals;
import dev.slipway.gateway.proxy.UpstreamMetrics.Failure;
import dev.slipway.gateway.upstream.UpstreamAddress;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One request's way to its service and the answer's way back, on one event loop.
 *
 * <pre>
 *   CONNECTING ──► ASKING (the body goes) ──► WAITING (for the head of the answer) ──► ANSWERING ──► OVER
 *        └──────────────────────────── any failure, or the client leaves ──────────────────────────────┘
 * </pre>
 *
 * <p>The exchange's own end, whoever brings it about, is what makes it OVER: then the address is given back, and the request behind is reset
 * if it has not ended by itself.
 */
final class Forwarding implements Handler<AsyncResult<Void>>, BodyPump.Listener {

    private enum Phase {
        CONNECTING,
        ASKING,
        WAITING,
        ANSWERING,
        OVER
    }

    private static final Logger LOG = Logger.getLogger(Forwarding.class);

    /** Waiting for a connection, with those of the pool all in use. */
    static final int CONNECTION_SECONDS = 10;

    private static final String EXPECT_CONTINUE = "100-continue";

    /** Neighbours among the forwardings of the lane. */
    @Nullable
    Forwarding previous;

    @Nullable
    Forwarding next;

    private final Lane lane;
    private final ForwardingRules rules;
    private final Call call;
    private final Exchange exchange;
    private final Upstream upstream;
    private final HttpServerRequest incoming;
    private final boolean stream;

    private Phase phase = Phase.CONNECTING;
    private int quietSeconds;
    private boolean requestEnded;
    private boolean answerEnded;
    private boolean eventStream;
    private @Nullable UpstreamAddress address;
    private @Nullable HttpClientRequest request;
    private @Nullable BodyPump asking;
    private @Nullable BodyPump answering;

    Forwarding(Lane lane, ForwardingRules rules, Call call) {
        this.lane = lane;
        this.rules = rules;
        this.call = call;
        this.exchange = call.exchange();
        this.upstream = call.upstream();
        this.incoming = exchange.request();
        this.stream = Streams.isStream(incoming, exchange.dialect(), call.apiClass());
    }

    void begin() {
        if (exchange.response().closed()) {
            return;
        }
        lane.add(this);
        exchange.context().addEndHandler(this);
        new Connecting(
                        lane,
                        rules.metrics(),
                        upstream,
                        incoming.method(),
                        call.target().uri())
                .connect()
                .onComplete(this::connected);
    }

    /**
     * Passes on what a service answers to a handshake that it refuses, as any other answer. The handshake, which would have gone on as a websocket,
     * never ended: it is reset after.
     */
    void passOn(Connecting.Connected handshake, HttpClientResponse refusal) {
        request = handshake.request();
        address = handshake.address();
        lane.add(this);
        exchange.context().addEndHandler(this);
        answer(handshake.address(), refusal);
    }

    private void connected(AsyncResult<Connecting.Connected> asked) {
        if (asked.failed()) {
            unavailable();
            return;
        }
        HttpClientRequest connection = asked.result().request();
        if (phase == Phase.OVER) {
            connection.reset();
            asked.result().address().release();
            return;
        }
        request = connection;
        address = asked.result().address();
        // The answer's own failure is what is acted upon; a client that leaves early is no error of ours.
        connection.exceptionHandler(why -> LOG.debugf("request %s: %s", exchange.requestId(), why.getMessage()));
        RequestHead.write(exchange, rules.publicAddress(), call.internalToken(), connection);
        connection.response().onComplete(this::answered);
        ask(connection);
    }

    private void ask(HttpClientRequest connection) {
        moved();
        Buffer held = exchange.heldBody();
        if (held != null) {
            phase = Phase.WAITING;
            requestEnded = true;
            connection.end(held);
            return;
        }
        long length = Framing.length(incoming.headers());
        boolean hasBody = length == Framing.UNKNOWN_LENGTH ? Framing.isOfUnknownLength(incoming) : length > 0;
        if (!hasBody) {
            phase = Phase.WAITING;
            requestEnded = true;
            exchange.resume();
            connection.end();
            return;
        }
        phase = Phase.ASKING;
        if (EXPECT_CONTINUE.equalsIgnoreCase(incoming.getHeader(HttpHeaders.EXPECT))) {
            exchange.response().writeContinue();
        }
        connection.setChunked(length == Framing.UNKNOWN_LENGTH);
        long maxBytes = rules.bodyLimits().maxBytes(exchange.dialect());
        asking = new BodyPump(incoming, connection, length, maxBytes, this);
        asking.start();
    }

    private void answered(AsyncResult<HttpClientResponse> asked) {
        UpstreamAddress where = address;
        if (phase == Phase.OVER || where == null) {
            return;
        }
        if (asked.failed()) {
            LOG.debugf("request %s: %s gave no answer: %s", exchange.requestId(), where, asked.cause());
            where.failed(asked.cause());
            rules.metrics().failed(upstream, Failure.NO_ANSWER);
            brokeOff();
            return;
        }
        where.answered();
        answer(where, asked.result());
    }

    private void answer(UpstreamAddress where, HttpClientResponse answer) {
        HttpServerResponse response = exchange.response();
        if (response.ended() || response.closed()) {
            return;
        }
        phase = Phase.ANSWERING;
        moved();
        AnswerHead.write(exchange, rules.publicAddress(), where, answer);
        if (isBodyUnread()) {
            ConnectionEnd.after(exchange);
        }
        long length = Framing.length(answer.headers());
        if (hasNoBody(answer.statusCode()) || length == 0) {
            answerEnded = true;
            answer.resume();
            response.end();
            return;
        }
        eventStream =
                length == Framing.UNKNOWN_LENGTH && Streams.isEventStream(answer.getHeader(HttpHeaders.CONTENT_TYPE));
        // An HTTP/1.0 client knows no chunks: its answer ends with the connection.
        if (length == Framing.UNKNOWN_LENGTH && incoming.version() != HttpVersion.HTTP_1_0) {
            response.setChunked(true);
            // The head of a stream goes out at once: its first line may be long in coming.
            response.writeHead();
        }
        answering = new BodyPump(answer, response, length, Long.MAX_VALUE, this);
        answering.start();
        if (lane.isEnding()) {
            endEventStream();
        }
    }

    @Override
    public void moved() {
        quietSeconds = 0;
    }

    @Override
    public void done(BodyPump pump) {
        if (pump == answering) {
            answerEnded = true;
            return;
        }
        requestEnded = true;
        if (phase == Phase.ASKING) {
            phase = Phase.WAITING;
            // From here on the service is waited for.
            moved();
        }
    }

    @Override
    public void failed(BodyPump pump, Throwable why) {
        if (pump == answering) {
            LOG.debugf("request %s: the answer broke off: %s", exchange.requestId(), why.getMessage());
            exchange.breakOff();
        } else if (why instanceof BodyTooLargeException tooLarge) {
            Refusals.refuse(exchange, ErrorCode.TOO_LARGE, tooLarge.whatToMend());
        } else {
            Refusals.refuseAndClose(exchange, ErrorCode.INVALID, "the body broke off or is malformed");
        }
        over();
    }

    /** Once a second, while it is not over. */
    void tick() {
        quietSeconds++;
        TimeLimits limits = rules.limits();
        switch (phase) {
            case CONNECTING -> {
                if (quietSeconds > CONNECTION_SECONDS) {
                    unavailable();
                    over();
                }
            }
            case ASKING -> {
                if (quietSeconds > limits.bodyIdleSeconds()) {
                    bodyStandsStill();
                }
            }
            case WAITING -> {
                if (quietSeconds > (stream ? limits.streamIdleSeconds() : limits.answerSeconds(call.apiClass()))) {
                    answerIsLate();
                }
            }
            case ANSWERING -> {
                boolean waitsForClient = answering != null && answering.waitsForWriter();
                boolean patient = (stream || eventStream) && !waitsForClient;
                if (quietSeconds > (patient ? limits.streamIdleSeconds() : limits.bodyIdleSeconds())) {
                    rules.metrics().failed(upstream, Failure.IDLE_LIMIT);
                    exchange.breakOff();
                    over();
                }
            }
            case OVER -> {
                // Not in the lane any more.
            }
        }
    }

    private void bodyStandsStill() {
        rules.metrics().failed(upstream, Failure.IDLE_LIMIT);
        int seconds = rules.limits().bodyIdleSeconds();
        if (asking != null && asking.waitsForWriter()) {
            Refusals.refuseAndClose(
                    exchange,
                    ErrorCode.TIMED_OUT,
                    upstream.service() + " has taken nothing of the body for " + seconds + " seconds");
        } else {
            Refusals.refuseAndClose(
                    exchange, ErrorCode.INVALID, "nothing of the body has come for " + seconds + " seconds");
        }
        over();
    }

    private void answerIsLate() {
        rules.metrics().failed(upstream, Failure.ANSWER_LIMIT);
        UpstreamAddress where = address;
        if (where != null) {
            where.failed(new AnswerLimitException(quietSeconds - 1));
        }
        Refusals.refuse(
                exchange,
                ErrorCode.TIMED_OUT,
                upstream.service() + " has not answered within " + (quietSeconds - 1)
                        + " seconds; what was asked for may still be done");
        over();
    }

    /** Ends an answer that would go on for ever, as its service could have ended it. */
    void endEventStream() {
        if (phase == Phase.ANSWERING && eventStream && answering != null) {
            answering.stop();
            exchange.response().end();
        }
    }

    /** The exchange has ended: answered, refused or left. */
    @Override
    public void handle(AsyncResult<Void> ended) {
        over();
    }

    private void over() {
        if (phase == Phase.OVER) {
            return;
        }
        boolean bodyUnread = phase == Phase.ANSWERING && isBodyUnread();
        phase = Phase.OVER;
        lane.remove(this);
        if (asking != null) {
            asking.stop();
        }
        if (bodyUnread) {
            // Answered before the body was read to its end: nobody wants the rest.
            incoming.handler(dropped -> {});
            incoming.resume();
        }
        if (answering != null) {
            answering.stop();
        }
        if (address != null) {
            address.release();
        }
        if (request != null && !(requestEnded && answerEnded)) {
            // Without it the connection would wait for the rest of this request, and never be given back.
            request.reset();
        }
    }

    /** Whether the answer is earlier than the end of the body that it answers. */
    private boolean isBodyUnread() {
        return asking != null && !asking.isOver();
    }

    /** The request was sent: what it asked for is done or not, and only of one that asks for nothing does that not matter. */
    private void brokeOff() {
        if (isSafe()) {
            unavailable();
        } else {
            Refusals.refuseWithoutRetry(
                    exchange,
                    ErrorCode.UNAVAILABLE,
                    upstream.service() + " broke off before it answered; what was asked for may have been done");
        }
    }

    /** RFC 9110, 9.2.1. */
    private boolean isSafe() {
        return switch (exchange.method()) {
            case "GET", "HEAD", "OPTIONS" -> true;
            default -> false;
        };
    }

    private void unavailable() {
        Refusals.refuse(
                exchange, ErrorCode.UNAVAILABLE, upstream.service() + " does not answer at the moment; try again");
    }

    private boolean hasNoBody(int status) {
        return exchange.method().equals("HEAD") || status == 204 || status == 304;
    }
}
