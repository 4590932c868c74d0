package dev.slipway.kit.health;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * The end of a service: it is no longer ready, and goes on answering what it has been asked, for at most {@code slipway.shutdown.drain}. Streams that would
 * never end by themselves register {@link #onDraining}.
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

    private final Duration atMost;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition answered = lock.newCondition();
    private int underWay;
    private volatile boolean draining;

    public Draining(@ConfigProperty(name = "slipway.shutdown.drain", defaultValue = "5S") Duration atMost) {
        this.atMost = atMost;
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
        begin();
        context.addEndHandler(ignored -> end());
        context.next();
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
        lock.lock();
        try {
            long nanos = atMost.toNanos();
            while (underWay > 0 && nanos > 0) {
                nanos = answered.awaitNanos(nanos);
            }
            return underWay;
        } finally {
            lock.unlock();
        }
    }

    private void begin() {
        lock.lock();
        try {
            underWay++;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            underWay--;
            answered.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
