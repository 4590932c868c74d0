package dev.slipway.gateway.proxy;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop has for itself: connections to the services, so that a request never changes threads on its way, and the requests that it
 * forwards at the moment, each of which is asked once a second whether it has waited too long. A clock and a timer per request would cost more
 * than the request.
 */
final class Lane {

    private static final int CONNECT_LIMIT_MILLIS = 2000;
    private static final int IDLE_CONNECTION_SECONDS = 30;
    private static final long TICK_MILLIS = 1000;

    /** Of a body at a time: large ones go in few steps. */
    private static final int PIECE_BYTES = 64 * 1024;

    /** Of an answer; services are trusted further than callers. */
    private static final int HEAD_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final Context context;
    private final HttpClient client;
    private final BooleanSupplier ending;
    private final Set<WebsocketTunnel> tunnels = new HashSet<>();
    private final long clock;
    private @Nullable Forwarding first;

    /**
     * To be made on the event loop that it is for.
     *
     * @param ending whether the gateway is about to end
     */
    Lane(Vertx vertx, int maxConnections, BooleanSupplier ending) {
        this.vertx = vertx;
        this.ending = ending;
        this.context = vertx.getOrCreateContext();
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_LIMIT_MILLIS)
                        .setTcpKeepAlive(true)
                        .setMaxChunkSize(PIECE_BYTES)
                        .setMaxHeaderSize(HEAD_BYTES)
                        // Shorter than the services keep an idle connection, so that they are not the ones to close it.
                        .setKeepAliveTimeout(IDLE_CONNECTION_SECONDS)
                        // The request's own span is told to the service; a second one for the hop would say nothing
                        // more.
                        .setTracingPolicy(TracingPolicy.IGNORE),
                new PoolOptions().setHttp1MaxSize(maxConnections));
        this.clock = vertx.setPeriodic(TICK_MILLIS, tick -> forEach(Forwarding::tick));
    }

    HttpClient client() {
        return client;
    }

    void add(Forwarding forwarding) {
        forwarding.next = first;
        if (first != null) {
            first.previous = forwarding;
        }
        first = forwarding;
    }

    void remove(Forwarding forwarding) {
        if (forwarding.previous != null) {
            forwarding.previous.next = forwarding.next;
        } else {
            first = forwarding.next;
        }
        if (forwarding.next != null) {
            forwarding.next.previous = forwarding.previous;
        }
        forwarding.previous = null;
    }

    /** The action may remove the forwarding that it is given. */
    void forEach(Consumer<Forwarding> action) {
        Forwarding forwarding = first;
        while (forwarding != null) {
            Forwarding next = forwarding.next;
            action.accept(forwarding);
            forwarding = next;
        }
    }

    void add(WebsocketTunnel tunnel) {
        tunnels.add(tunnel);
    }

    void remove(WebsocketTunnel tunnel) {
        tunnels.remove(tunnel);
    }

    /** Runs the action after so many seconds, unless {@link #cancel} comes first. */
    long later(int seconds, Runnable action) {
        return vertx.setTimer(Duration.ofSeconds(seconds).toMillis(), late -> action.run());
    }

    void cancel(long timer) {
        vertx.cancelTimer(timer);
    }

    /** Whether what has no end of its own should end as soon as it begins. */
    boolean isEnding() {
        return ending.getAsBoolean();
    }

    /** Ends what has no end of its own and goes on already; may be called on any thread. */
    void endStreams() {
        context.runOnContext(now -> {
            forEach(Forwarding::endEventStream);
            List.copyOf(tunnels).forEach(WebsocketTunnel::close);
        });
    }

    void close() {
        vertx.cancelTimer(clock);
        client.close();
    }
}
