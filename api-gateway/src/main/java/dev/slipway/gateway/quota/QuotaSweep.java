package dev.slipway.gateway.quota;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Removes the counters of hours that are over, so that the table holds one hour's callers. */
@ApplicationScoped
public class QuotaSweep {

    private static final Logger LOG = Logger.getLogger(QuotaSweep.class);
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final QuotaWindows windows;
    private long timer = -1;

    public QuotaSweep(Vertx vertx, QuotaWindows windows) {
        this.vertx = vertx;
        this.windows = windows;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(INTERVAL.toMillis(), ignored -> sweep());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void sweep() {
        windows.sweep()
                .subscribe()
                .with(
                        removed -> LOG.debugf("%d counters of past hours removed", removed),
                        failure -> LOG.debugf("Counters of past hours not removed now: %s", failure));
    }
}
