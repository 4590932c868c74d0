package dev.slipway.webhook.outbound.http;

import dev.slipway.webhook.outbound.Answer;
import dev.slipway.webhook.outbound.SendingStoppedException;
import dev.slipway.webhook.outbound.WebhookRequest;
import dev.slipway.webhook.outbound.WebhookSender;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Sends over HTTP/1.1 to addresses that were looked up and checked by ourselves and connects to exactly these: between the check and the
 * connection nobody asks the name server again, so a name that changes its mind (DNS rebinding) gains nothing. Redirects are never
 * followed, TLS is verified against the name in the URL.
 */
@ApplicationScoped
public class PinnedHttpSender implements WebhookSender {

    private static final Logger LOG = Logger.getLogger(PinnedHttpSender.class);
    private static final int CONNECT_LIMIT_MILLIS = 5_000;
    private static final int MAX_ANSWER_HEADER_BYTES = 16 * 1024;
    private static final int MAX_STATUS_LINE_BYTES = 4 * 1024;
    /** Above the bound per endpoint, so that several endpoints on one host do not queue up behind each other. */
    private static final int MAX_CONNECTIONS_PER_RECEIVER = 64;
    /** Shorter than what common servers keep an idle connection open for, so that we do not write into one that is being closed. */
    private static final int KEEP_ALIVE_SECONDS = 2;
    /** Observers without a priority have 2500: whoever sends has given up by then what is still under way. */
    private static final int AFTER_THOSE_THAT_SEND = 3000;

    private final Vertx vertx;
    private final HttpClient client;
    private final ReceiverAddresses addresses;
    private volatile boolean stopped;

    @Inject
    public PinnedHttpSender(Vertx vertx, CheckedAddresses addresses) {
        this(vertx, addresses, options());
    }

    PinnedHttpSender(Vertx vertx, ReceiverAddresses addresses, HttpClientOptions options) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.client = vertx.httpClientBuilder()
                .with(options)
                // What breaks under a request is told with its attempt; a broken idle connection matters to nobody.
                .withConnectHandler(connection ->
                        connection.exceptionHandler(failure -> LOG.debugf("connection to a receiver: %s", failure)))
                .build();
    }

    static HttpClientOptions options() {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout(CONNECT_LIMIT_MILLIS)
                .setMaxPoolSize(MAX_CONNECTIONS_PER_RECEIVER)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(MAX_ANSWER_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_STATUS_LINE_BYTES)
                // An answer is kept as it came: nothing is unpacked for a receiver that sends a bomb.
                .setDecompressionSupported(false)
                .setVerifyHost(true);
    }

    @Override
    public Uni<Answer> send(WebhookRequest request) {
        ReceiverUrl url;
        try {
            url = ReceiverUrl.of(request.url());
        } catch (UnreachableReceiver e) {
            return Uni.createFrom().item(Answer.none(Duration.ZERO, FailureWords.of(e)));
        }
        return Uni.createFrom()
                .emitter(emitter -> vertx.getOrCreateContext()
                        .runOnContext(nothing -> new Exchange(
                                        vertx, client, addresses, request, url, answer -> tell(emitter, answer))
                                .start()));
    }

    /** A connection that we closed ourselves looks as if the receiver had done it. */
    private void tell(UniEmitter<? super Answer> emitter, Answer answer) {
        if (stopped && answer.statusCode() == null) {
            emitter.fail(new SendingStoppedException());
        } else {
            emitter.complete(answer);
        }
    }

    void stop(@Observes @Priority(AFTER_THOSE_THAT_SEND) ShutdownEvent event) {
        stopped = true;
        client.close();
    }
}
