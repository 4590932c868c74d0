package dev.slipway.registry.sweep;

import dev.slipway.kit.db.Ids;
import dev.slipway.kit.lease.Lease;
import dev.slipway.kit.lease.Leases;
import dev.slipway.registry.RegistryConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Sweeps from time to time, on one replica at a time: two would only get in each other's way. */
@ApplicationScoped
class SweepTimer {

    private static final Logger LOG = Logger.getLogger(SweepTimer.class);
    private static final String LEASE = "registry-sweep";
    private static final Duration LEASE_LENGTH = Duration.ofMinutes(5);

    private final Vertx vertx;
    private final Leases leases;
    private final Sweep sweep;
    private final long everyMillis;
    private final String holder = Ids.newId().toString();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile long timer = -1;

    SweepTimer(Vertx vertx, Leases leases, Sweep sweep, RegistryConfig config) {
        this.vertx = vertx;
        this.leases = leases;
        this.sweep = sweep;
        this.everyMillis = config.sweep().every().toMillis();
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(everyMillis, tick -> sweepOnce());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void sweepOnce() {
        if (!sweeping.compareAndSet(false, true)) {
            return;
        }
        leases.acquire(LEASE, holder, LEASE_LENGTH)
                .chain(lease -> lease.map(this::sweepUnder)
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .onTermination()
                .invoke(() -> sweeping.set(false))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("The sweep is put off: %s", failure.toString()));
    }

    private Uni<Void> sweepUnder(Lease lease) {
        return sweep.once()
                .invoke(swept -> {
                    if (!swept.isEmpty()) {
                        LOG.infof(
                                "Swept %d uploads, %d blobs, %d contents",
                                swept.uploads(), swept.blobs(), swept.contents());
                    }
                })
                .eventually(() -> leases.release(lease))
                .replaceWithVoid();
    }
}
