package dev.slipway.webhook.outbound.http;

import dev.slipway.webhook.outbound.Answer;
import dev.slipway.webhook.outbound.WebhookRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, under one time limit. Everything runs on one event loop, so nothing here is guarded by locks.
 *
 * <p>The status line decides. A receiver that then drips its body, sends it without end, or cuts it off, has still said what it had to say;
 * what follows is only kept for people to read, for a short time and up to a bound.
 */
final class Exchange {

    /** How long the rest of an answer is waited for once its status is known. */
    private static final Duration BODY_LIMIT = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final HttpClient client;
    private final ReceiverAddresses addresses;
    private final WebhookRequest request;
    private final ReceiverUrl url;
    private final Consumer<Answer> whenDone;
    private final AnswerExcerpt excerpt = new AnswerExcerpt();
    private final long startedNanos = System.nanoTime();

    private @Nullable HttpClientRequest open;
    private @Nullable HttpClientResponse response;
    private long timer;
    private boolean done;

    Exchange(
            Vertx vertx,
            HttpClient client,
            ReceiverAddresses addresses,
            WebhookRequest request,
            ReceiverUrl url,
            Consumer<Answer> whenDone) {
        this.vertx = vertx;
        this.client = client;
        this.addresses = addresses;
        this.request = request;
        this.url = url;
        this.whenDone = whenDone;
    }

    void start() {
        timer = vertx.setTimer(request.timeLimit().toMillis(), id -> onTimeLimit());
        addresses.resolve(url.host()).onSuccess(this::onResolved).onFailure(this::onNotConnected);
    }

    private void onResolved(List<InetAddress> checked) {
        if (!done) {
            connect(checked, 0).onSuccess(this::onConnected).onFailure(this::onNotConnected);
        }
    }

    /**
     * Goes on to the name's next address only while nothing has been sent. Refused, no answer, no route and no such network (an IPv6 address on a
     * machine without IPv6) are all SocketExceptions; a certificate that is not the name's is none.
     */
    private Future<HttpClientRequest> connect(List<InetAddress> checked, int index) {
        return client.request(to(checked.get(index))).recover(failure -> {
            boolean mayTryNext = !done && failure instanceof SocketException && index + 1 < checked.size();
            return mayTryNext ? connect(checked, index + 1) : Future.failedFuture(failure);
        });
    }

    /** The connection goes to the address that was checked; the URL's own name stays for the Host header, SNI and the certificate. */
    private RequestOptions to(InetAddress address) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setFollowRedirects(false)
                .setURI(url.pathAndQuery());
    }

    private void onConnected(HttpClientRequest connected) {
        if (done) {
            connected.reset();
            return;
        }
        open = connected;
        connected.putHeader("Host", url.authority());
        request.headers().forEach(connected::putHeader);
        connected.send(Buffer.buffer(request.body())).onSuccess(this::onStatus).onFailure(this::onNotAnswered);
    }

    private void onStatus(HttpClientResponse answered) {
        if (done) {
            return;
        }
        response = answered;
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(Math.max(1, Math.min(BODY_LIMIT.toMillis(), remainingMillis())), id -> onEnough());
        answered.handler(chunk -> {
            if (!done && !excerpt.add(chunk)) {
                onEnough();
            }
        });
        answered.exceptionHandler(failure -> onEnough());
        answered.endHandler(nothing -> finish(answer(answered)));
    }

    /** The connection is given up with what it may still send. */
    private void onEnough() {
        HttpClientResponse answered = response;
        if (answered != null && !done) {
            finish(answer(answered));
            answered.request().reset();
        }
    }

    private void onTimeLimit() {
        if (done) {
            return;
        }
        HttpClientRequest unanswered = open;
        finish(Answer.none(elapsed(), "no answer within " + request.timeLimit().toSeconds() + " s"));
        if (unanswered != null) {
            unanswered.reset();
        }
    }

    private void onNotConnected(Throwable failure) {
        finish(Answer.none(elapsed(), FailureWords.ofConnecting(failure)));
    }

    private void onNotAnswered(Throwable failure) {
        finish(Answer.none(elapsed(), FailureWords.of(failure)));
    }

    private void finish(Answer answer) {
        if (!done) {
            done = true;
            vertx.cancelTimer(timer);
            whenDone.accept(answer);
        }
    }

    private Answer answer(HttpClientResponse answered) {
        Map<String, String> headers = AnswerExcerpt.headers(answered.headers());
        return new Answer(elapsed(), answered.statusCode(), null, headers, excerpt.text());
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    private long remainingMillis() {
        return request.timeLimit().minus(elapsed()).toMillis();
    }
}
