package dev.slipway.kit.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The gauge {@code slipway.outbox.oldest.seconds}: how long the oldest message has been waiting for the broker. Around 0 in health; it grows while the
 * broker is away, or if nobody publishes, which is what an alert should ask.
 */
@ApplicationScoped
public class OutboxAge {

    private static final Logger LOG = Logger.getLogger(OutboxAge.class);

    private final Vertx vertx;
    private final Pool pool;
    private final boolean enabled;
    private final Duration every;
    private volatile double oldestSeconds;
    private volatile long timer = -1;

    public OutboxAge(
            Vertx vertx,
            Pool pool,
            MeterRegistry metrics,
            @ConfigProperty(name = "slipway.outbox.enabled", defaultValue = "true") boolean enabled,
            @ConfigProperty(name = "slipway.outbox.age-every", defaultValue = "5S") Duration every) {
        this.vertx = vertx;
        this.pool = pool;
        this.enabled = enabled;
        this.every = every;
        if (enabled) {
            metrics.gauge("slipway.outbox.oldest.seconds", this, age -> age.oldestSeconds);
        }
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            timer = vertx.setPeriodic(every.toMillis(), ignored -> look());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void look() {
        OutboxQueue.oldestSeconds(pool)
                .subscribe()
                .with(
                        seconds -> oldestSeconds = seconds,
                        failure -> LOG.debugf("The age of the outbox is not known: %s", failure.toString()));
    }
}
