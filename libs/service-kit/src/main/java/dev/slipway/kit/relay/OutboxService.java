package dev.slipway.kit.relay;

import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.SchemaNotifications;
import dev.slipway.kit.kafka.KafkaSettings;
import dev.slipway.kit.outbox.OutboxSignal;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Runs this replica's {@link OutboxRelay} for as long as the service runs. */
@ApplicationScoped
public class OutboxService {

    private static final String CHANNEL = "outbox";

    private final Pool pool;
    private final KafkaSettings kafka;
    private final OutboxSignal signal;
    private final SchemaNotifications notifications;
    private final MeterRegistry metrics;
    private final String service;
    private final boolean enabled;
    private final Duration leaseLength;
    private final Duration pollEvery;
    private @Nullable OutboxRelay relay;

    public OutboxService(
            Pool pool,
            KafkaSettings kafka,
            OutboxSignal signal,
            SchemaNotifications notifications,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "slipway.outbox.enabled", defaultValue = "true") boolean enabled,
            @ConfigProperty(name = "slipway.outbox.lease", defaultValue = "10S") Duration leaseLength,
            @ConfigProperty(name = "slipway.outbox.poll", defaultValue = "1S") Duration pollEvery) {
        this.pool = pool;
        this.kafka = kafka;
        this.signal = signal;
        this.notifications = notifications;
        this.metrics = metrics;
        this.service = service;
        this.enabled = enabled;
        this.leaseLength = leaseLength;
        this.pollEvery = pollEvery;
    }

    void start(@Observes StartupEvent event) {
        if (!enabled) {
            return;
        }
        OutboxRelay started = new OutboxRelay(
                pool, service, service + "-" + Ids.newId(), kafka.connection(), leaseLength, pollEvery, metrics);
        relay = started;
        signal.listen(started::wake);
        notifications.listen(CHANNEL, ignored -> started.wakeHere());
        started.start(() -> notifications.notifyCoalesced(CHANNEL));
    }

    void stop(@Observes ShutdownEvent event) {
        OutboxRelay current = relay;
        if (current != null) {
            current.close();
        }
    }
}
