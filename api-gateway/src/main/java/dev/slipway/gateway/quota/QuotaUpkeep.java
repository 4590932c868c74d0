package dev.slipway.gateway.quota;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** What the quotas need while nobody calls: a heartbeat, idle leases given back, and everything at the end. */
@ApplicationScoped
public class QuotaUpkeep {

    private static final Logger LOG = Logger.getLogger(QuotaUpkeep.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS_LIMIT = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final HourlyQuota quota;
    private final LiveReplicas replicas;
    private final AtomicBoolean givingBack = new AtomicBoolean();
    private volatile long timer = -1;

    public QuotaUpkeep(Vertx vertx, HourlyQuota quota, LiveReplicas replicas) {
        this.vertx = vertx;
        this.quota = quota;
        this.replicas = replicas;
    }

    void start(@Observes StartupEvent event) {
        tick();
        timer = vertx.setPeriodic(INTERVAL.toMillis(), ignored -> tick());
    }

    /** By now the HTTP server is closed, and the pool is not. */
    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
        try {
            quota.giveBackAll().chain(replicas::leave).await().atMost(LAST_WORDS_LIMIT);
        } catch (RuntimeException e) {
            LOG.warnf("Leased quota was not given back, and counts as used: %s", e.toString());
        }
    }

    private void tick() {
        replicas.beat().subscribe().with(ignored -> {});
        if (givingBack.compareAndSet(false, true)) {
            quota.giveBackIdle()
                    .onTermination()
                    .invoke(() -> givingBack.set(false))
                    .subscribe()
                    .with(ignored -> {}, failure -> LOG.debugf("Idle leases not given back: %s", failure.toString()));
        }
    }
}
