package dev.slipway.build.log;

import dev.slipway.kit.db.SchemaNotifications;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Wakes those who follow a log: in this process at once, in other replicas by {@code NOTIFY}, at most five times a second and build. A
 * signal that is lost only costs a follower its poll.
 */
@ApplicationScoped
public class LogSignals {

    private static final String CHANNEL = "log";
    private static final long COALESCE_MILLIS = 200;

    private final Vertx vertx;
    private final SchemaNotifications notifications;
    private final Map<UUID, Set<CompletableFuture<Void>>> waiting = new ConcurrentHashMap<>();
    private final Set<UUID> pending = ConcurrentHashMap.newKeySet();

    LogSignals(Vertx vertx, SchemaNotifications notifications) {
        this.vertx = vertx;
        this.notifications = notifications;
    }

    /** There is something new in the build's log, or the build has ended. To be called after the commit. */
    public void appended(UUID buildId) {
        wake(buildId);
        if (pending.add(buildId)) {
            vertx.setTimer(COALESCE_MILLIS, ignored -> {
                pending.remove(buildId);
                notifications.notify(CHANNEL, buildId.toString());
            });
        }
    }

    /** Completes at the next signal; to be asked for before reading, so that nothing slips in between. */
    CompletableFuture<Void> next(UUID buildId) {
        CompletableFuture<Void> signal = new CompletableFuture<>();
        waiting.compute(buildId, (id, others) -> {
            Set<CompletableFuture<Void>> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(signal);
            return all;
        });
        return signal;
    }

    void forget(UUID buildId, CompletableFuture<Void> signal) {
        waiting.computeIfPresent(buildId, (id, all) -> {
            all.remove(signal);
            return all.isEmpty() ? null : all;
        });
    }

    private void wake(UUID buildId) {
        Set<CompletableFuture<Void>> all = waiting.remove(buildId);
        if (all != null) {
            all.forEach(signal -> signal.complete(null));
        }
    }

    void start(@Observes StartupEvent event) {
        notifications.listen(CHANNEL, payload -> wake(UUID.fromString(payload)));
        notifications.onReconnect(() -> Set.copyOf(waiting.keySet()).forEach(this::wake));
    }
}
