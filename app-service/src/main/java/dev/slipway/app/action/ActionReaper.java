package dev.slipway.app.action;

import dev.slipway.kit.db.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Ends actions at their deadlines, in whatever way they hang: Kafka away for too long, the app's node gone, a process that will not end. Every
 * replica does it; the app's lock makes sure that each action ends once.
 */
@ApplicationScoped
class ActionReaper {

    private static final Logger LOG = Logger.getLogger(ActionReaper.class);
    private static final int BATCH = 100;

    private final Database database;
    private final ActionStore actions;
    private final ActionSettings settings;
    private final Vertx vertx;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private long timer = -1;

    ActionReaper(Database database, ActionStore actions, ActionSettings settings, Vertx vertx) {
        this.database = database;
        this.actions = actions;
        this.settings = settings;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(settings.poll().toMillis(), ignored -> sweepOnce());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void sweepOnce() {
        if (!sweeping.compareAndSet(false, true)) {
            return;
        }
        sweep().onTermination()
                .invoke(() -> sweeping.set(false))
                .subscribe()
                .with(
                        ignored -> {},
                        failure -> LOG.debugf("overdue actions were not looked for: %s", failure.toString()));
    }

    Uni<Void> sweep() {
        return actions.overdue(BATCH)
                .onItem()
                .transformToMulti(found -> Multi.createFrom().iterable(found))
                .onItem()
                .transformToUniAndConcatenate(this::end)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> end(UUID appId) {
        String error = "it was not done within " + settings.timeLimit().toSeconds() + " seconds";
        return database.inTransaction(transaction -> actions.lockRunning(transaction, appId)
                .chain(found -> {
                    ActionStore.Held held = found.filter(running -> !running.action()
                                    .deadlineAt()
                                    .isAfter(running.locked().now()))
                            .orElse(null);
                    return held == null
                            ? Uni.createFrom().voidItem()
                            : actions.finish(
                                            transaction.inTrace(held.action().traceparent()),
                                            held.action()
                                                    .onFailed(
                                                            error, held.locked().now()),
                                            held.app())
                                    .replaceWithVoid();
                }));
    }
}
