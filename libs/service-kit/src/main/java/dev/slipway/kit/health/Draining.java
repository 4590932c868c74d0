package dev.slipway.kit.health;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * The end of a service: it is no longer ready, says {@code Connection: close} on every answer (HTTP/2: {@code GOAWAY} behind it), and goes on answering, until nothing is under way and nothing
 * new has come for {@code slipway.shutdown.quiet} (those who ask have then seen that it is not ready), for at most {@code slipway.shutdown.drain}. A service that nobody asks
 * ends at once. Streams that would never end by themselves register {@link #onDraining}; whoever takes a connection over for a websocket ends
 * it there too, since nobody waits for it.
 *
 * <p>Quarkus has the same ({@code quarkus.shutdown.timeout}), which in this line waits for its whole time even when nothing is left to do
 * (quarkusio/quarkus#51915).
 */
@Readiness
@ApplicationScoped
public class Draining implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(Draining.class);
    /** The gateway's front door stands at 2000, and what it answers by itself counts too. */
    private static final int OUTSIDE_OF_EVERY_OTHER_FILTER = 3000;

    /** Probes and metrics go on coming while a service ends. */
    private static final String OPERATIONS = "/q/";

    private static final String WEBSOCKET = "websocket";

    private static final long NO_ERROR = 0;

    /** The largest id of a stream: each is still answered. */
    private static final int EVERY_STREAM = Integer.MAX_VALUE;

    private final Duration atMost;
    private final Duration quiet;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition answered = lock.newCondition();
    private volatile long lastCameNanos;
    private volatile boolean draining;

    public Draining(
            @ConfigProperty(name = "slipway.shutdown.drain", defaultValue = "5S") Duration atMost,
            @ConfigProperty(name = "slipway.shutdown.quiet", defaultValue = "1500MS") Duration quiet) {
        this.atMost = atMost;
        this.quiet = quiet;
        this.lastCameNanos = System.nanoTime() - quiet.toNanos();
    }

    /** Ends what would otherwise be waited for: a stream, a long poll. */
    public void onDraining(Runnable end) {
        listeners.add(end);
    }

    public boolean isDraining() {
        return draining;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("draining").status(!draining).build();
    }

    void register(@Observes Filters filters) {
        filters.register(this::count, OUTSIDE_OF_EVERY_OTHER_FILTER);
    }

    void count(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = request.path();
        if (path == null || !path.startsWith(OPERATIONS)) {
            lastCameNanos = System.nanoTime();
        }
        if (!WEBSOCKET.equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            underWay.incrementAndGet();
            context.addEndHandler(ignored -> end());
        }
        if (request.version() == HttpVersion.HTTP_2) {
            context.addEndHandler(ignored -> sayGoAway(request.connection()));
        } else {
            context.addHeadersEndHandler(ignored -> sayClose(context));
        }
        context.next();
    }

    private void sayClose(RoutingContext context) {
        if (draining && context.response().getStatusCode() != HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /**
     * Asks for no new requests on a connection of HTTP/2, without leaving one that is on its way unanswered (RFC 9113, 6.8). Behind the answer, since some
     * clients drop what is not answered yet.
     */
    private void sayGoAway(HttpConnection connection) {
        if (draining) {
            connection.goAway(NO_ERROR, EVERY_STREAM);
        }
    }

    /** {@code ShutdownEvent} would be too late: by then the HTTP server is closed. This one comes because {@code delay-enabled} is set. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        draining = true;
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.warn("A stream could not be ended", e);
            }
        }
        int left = awaitAnswers();
        if (left > 0) {
            LOG.warnf("%d requests are cut off: they were not answered within %s", left, atMost);
        }
    }

    private int awaitAnswers() throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        lock.lock();
        try {
            while (true) {
                long now = System.nanoTime();
                long left = deadline - now;
                boolean idle = underWay.get() == 0;
                long quietLeft = lastCameNanos + quiet.toNanos() - now;
                if (left <= 0 || (idle && quietLeft <= 0)) {
                    return underWay.get();
                }
                answered.awaitNanos(idle ? Math.min(left, quietLeft) : left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        if (underWay.decrementAndGet() == 0 && draining) {
            lock.lock();
            try {
                answered.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
