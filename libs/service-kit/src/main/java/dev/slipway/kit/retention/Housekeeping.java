package dev.slipway.kit.retention;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Deletes what has outlived its time: every hour, in small portions, in every replica. */
@ApplicationScoped
public class Housekeeping {

    private static final Logger LOG = Logger.getLogger(Housekeeping.class);

    /** More than this at one time is left for the next: a mistake in a statement must not loop for ever. */
    private static final int PORTIONS_AT_ONCE = 1000;

    private final Vertx vertx;
    private final Pool pool;
    private final List<Retention> retentions;
    private final Duration every;
    private final AtomicBoolean atWork = new AtomicBoolean();
    private volatile long timer = -1;

    public Housekeeping(
            Vertx vertx,
            Pool pool,
            @All List<Retention> retentions,
            @ConfigProperty(name = "slipway.housekeeping.every", defaultValue = "1H") Duration every) {
        this.vertx = vertx;
        this.pool = pool;
        this.retentions = retentions;
        this.every = every;
    }

    void start(@Observes StartupEvent event) {
        // Replicas that are started together do not clean up together.
        long first = ThreadLocalRandom.current().nextLong(every.toMillis() / 2, every.toMillis()) + 1;
        timer = vertx.setPeriodic(first, every.toMillis(), ignored -> runUnlessAtWork());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** Deletes everything that may go now. */
    public Uni<Void> run() {
        return Multi.createFrom()
                .iterable(retentions)
                .onItem()
                .transformToUniAndConcatenate(this::clean)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private void runUnlessAtWork() {
        if (atWork.compareAndSet(false, true)) {
            run().onTermination()
                    .invoke(() -> atWork.set(false))
                    .subscribe()
                    .with(
                            ignored -> {},
                            failure -> LOG.warn("Housekeeping failed; it is tried again in its next round", failure));
        }
    }

    private Uni<Integer> clean(Retention retention) {
        return Multi.createBy()
                .repeating()
                .uni(() -> retention.deletePortion(pool))
                .whilst(deleted -> deleted > 0)
                .select()
                .first(PORTIONS_AT_ONCE)
                .collect()
                .with(Collectors.summingInt(Integer::intValue))
                .invoke(deleted -> LOG.debugf("%s: %d rows have outlived their time", retention.what(), deleted))
                .onFailure()
                .recoverWithItem(failure -> {
                    // One table's trouble is not the next one's.
                    LOG.warnf("%s: housekeeping failed: %s", retention.what(), failure.toString());
                    return 0;
                });
    }
}
