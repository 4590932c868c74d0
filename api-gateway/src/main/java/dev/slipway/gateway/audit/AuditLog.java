package dev.slipway.gateway.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Takes lines for the record and writes them off the request's path: what came within {@code slipway.gateway.audit.flush-interval} goes in one statement.
 *
 * <p>Only one batch is under way at a time. One that PostgreSQL does not take is written again every second, under the same ids, so that one
 * whose answer was lost is not recorded twice; meanwhile up to {@code slipway.gateway.audit.buffer} lines wait. Beyond that, lines are lost, counted
 * ({@code slipway.gateway.audit.lost}) and told in the log.
 */
@ApplicationScoped
public class AuditLog {

    private static final Logger LOG = Logger.getLogger(AuditLog.class);
    private static final int BATCH = 500;
    private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(5);
    private static final long RETRY_MILLIS = 1000;

    private final Vertx vertx;
    private final AuditTable table;
    private final int capacity;
    private final long flushMillis;
    private final Counter lost;
    private final Queue<AuditEvent> waiting = new ConcurrentLinkedQueue<>();
    /** Those that wait and those that are being written. */
    private final AtomicInteger unwritten = new AtomicInteger();
    /** Held from the moment a write is planned until there is nothing left to write. */
    private final AtomicBoolean atWork = new AtomicBoolean();

    private final AtomicBoolean full = new AtomicBoolean();
    private final Queue<Runnable> waitingForFlush = new ConcurrentLinkedQueue<>();

    public AuditLog(
            Vertx vertx,
            AuditTable table,
            MeterRegistry metrics,
            @ConfigProperty(name = "slipway.gateway.audit.buffer", defaultValue = "10000") int capacity,
            @ConfigProperty(name = "slipway.gateway.audit.flush-interval", defaultValue = "100ms")
                    Duration flushInterval) {
        this.vertx = vertx;
        this.table = table;
        this.capacity = capacity;
        this.flushMillis = Math.max(1, flushInterval.toMillis());
        this.lost = metrics.counter("slipway.gateway.audit.lost");
        Gauge.builder("slipway.gateway.audit.unwritten", unwritten, AtomicInteger::get)
                .strongReference(true)
                .register(metrics);
    }

    /** Never blocks; from any thread. */
    void record(AuditEvent event) {
        if (unwritten.incrementAndGet() > capacity) {
            unwritten.decrementAndGet();
            lose(1);
            return;
        }
        waiting.add(event);
        plan(flushMillis);
    }

    /** Ends when PostgreSQL has everything that was recorded until now. */
    Uni<Void> flushed() {
        return Uni.createFrom().emitter(emitter -> {
            waitingForFlush.add(() -> emitter.complete(null));
            endWaiting();
        });
    }

    private void lose(int lines) {
        lost.increment(lines);
        if (!full.getAndSet(true)) {
            LOG.errorf(
                    "Audit lines are being lost: PostgreSQL takes none, and %d wait already (see slipway.gateway.audit.buffer)",
                    capacity);
        }
    }

    private void plan(long delayMillis) {
        if (atWork.compareAndSet(false, true)) {
            vertx.setTimer(delayMillis, ignored -> write(next()));
        }
    }

    private List<AuditEvent> next() {
        List<AuditEvent> batch = new ArrayList<>();
        while (batch.size() < BATCH) {
            AuditEvent event = waiting.poll();
            if (event == null) {
                break;
            }
            batch.add(event);
        }
        return batch;
    }

    private void write(List<AuditEvent> batch) {
        if (batch.isEmpty()) {
            atWork.set(false);
            // One that came after the look and before the mark was taken away planned nothing.
            if (!waiting.isEmpty()) {
                plan(flushMillis);
            }
            return;
        }
        table.insert(batch)
                .ifNoItem()
                .after(STATEMENT_LIMIT)
                .fail()
                .subscribe()
                .with(done -> written(batch), failure -> failed(batch, failure));
    }

    private void written(List<AuditEvent> batch) {
        done(batch);
        full.set(false);
        if (batch.size() == BATCH) {
            write(next());
        } else {
            vertx.setTimer(flushMillis, ignored -> write(next()));
        }
    }

    private void failed(List<AuditEvent> batch, Throwable failure) {
        if (AuditTable.isPassing(failure)) {
            LOG.debugf("%d audit lines wait for PostgreSQL: %s", batch.size(), failure);
            vertx.setTimer(RETRY_MILLIS, ignored -> write(batch));
            return;
        }
        LOG.errorf(failure, "%d audit lines are lost: PostgreSQL refuses them", batch.size());
        lost.increment(batch.size());
        done(batch);
        write(next());
    }

    private void done(List<AuditEvent> batch) {
        unwritten.addAndGet(-batch.size());
        endWaiting();
    }

    private void endWaiting() {
        while (unwritten.get() == 0) {
            Runnable end = waitingForFlush.poll();
            if (end == null) {
                return;
            }
            end.run();
        }
    }
}
