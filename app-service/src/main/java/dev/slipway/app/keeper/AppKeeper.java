package dev.slipway.app.keeper;

import dev.slipway.app.app.App;
import dev.slipway.app.app.AppStateMachine;
import dev.slipway.app.app.AppStore;
import dev.slipway.app.app.Apps;
import dev.slipway.app.runtime.AppEnd;
import dev.slipway.app.runtime.AppRuntime;
import dev.slipway.app.runtime.RunningApp;
import dev.slipway.events.AppState;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the state of this node's apps follow their processes: adopts what runs when the service starts, tells when a process ends, and finds out what
 * is true where an action was cut off for good.
 *
 * <p>It looks at everything again every few seconds, so that nothing depends on a single notice; what an action is at work on is none of its
 * business.
 */
@ApplicationScoped
public class AppKeeper {

    private static final Logger LOG = Logger.getLogger(AppKeeper.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final AppEnd NO_TRACE =
            new AppEnd("its process is gone, and nothing is known of its end", true, false);

    private final Database database;
    private final Apps apps;
    private final AppStore store;
    private final AppRuntime runtime;
    private final Duration lookEvery;
    private final Set<UUID> watchedRuns = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledExecutorService thread;

    /** @param lookEvery how often the states of all apps are compared with their processes */
    AppKeeper(
            Database database,
            Apps apps,
            AppStore store,
            AppRuntime runtime,
            MeterRegistry metrics,
            @ConfigProperty(name = "slipway.app.keeper.look-every", defaultValue = "5s") Duration lookEvery) {
        this.database = database;
        this.apps = apps;
        this.store = store;
        this.runtime = runtime;
        this.lookEvery = lookEvery;
        metrics.gauge("slipway.app.watched", watchedRuns, Set::size);
    }

    void start(@Observes StartupEvent event) {
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "app-keeper");
            made.setDaemon(true);
            return made;
        });
        thread.scheduleWithFixedDelay(this::lookSafely, 0, lookEvery.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        ScheduledExecutorService current = thread;
        if (current != null) {
            // Apps outlive the service: nothing is stopped here.
            current.shutdownNow();
        }
    }

    /** Tells of the end of an app that runs. */
    public void watch(App app, RunningApp running) {
        UUID runId = runId(app);
        if (watchedRuns.add(runId)) {
            running.onEnd().whenComplete((end, failure) -> {
                AppEnd known = failure == null ? end : NO_TRACE;
                submit(() -> {
                    // First forgotten: if the database is away now, the next look finds it again.
                    watchedRuns.remove(runId);
                    ended(app.id(), runId, known);
                });
            });
        }
    }

    private void submit(Runnable task) {
        ScheduledExecutorService current = thread;
        if (current != null && !current.isShutdown()) {
            current.execute(() -> safely(task));
        }
    }

    private void lookSafely() {
        safely(this::look);
    }

    /** Nothing may end the periodic look; what failed is looked at again. */
    private void safely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException failed) {
            LOG.warnf("apps were not looked after: %s", failed.toString());
        }
    }

    private void look() {
        for (App app : apps.ofNode(runtime.node()).await().atMost(PATIENCE)) {
            try {
                look(app);
            } catch (IOException | RuntimeException failed) {
                LOG.warnf("app %s was not looked after: %s", app.id(), failed.toString());
            }
        }
    }

    private void look(App app) throws IOException {
        UUID runId = runId(app);
        if (app.state() == AppState.RUNNING && watchedRuns.contains(runId)) {
            return;
        }
        Optional<RunningApp> found = runtime.find(runId);
        if (app.state() != AppState.RUNNING) {
            conclude(app, found.filter(RunningApp::isAlive));
        } else if (found.isPresent()) {
            LOG.infof("app %s %s adopted", app.id(), found.get().isAlive() ? "is" : "has ended and is");
            watch(app, found.get());
        } else {
            ended(app.id(), runId, NO_TRACE);
        }
    }

    private void ended(UUID appId, UUID runId, AppEnd end) {
        change(
                appId,
                runId,
                AppState.RUNNING,
                locked -> end.stopped()
                        ? AppStateMachine.onStoppedByOperator(locked.app(), end.reason(), locked.now())
                        : AppStateMachine.onProcessEnded(locked.app(), end.reason(), locked.now()));
    }

    /** A start or stop that nobody is at work on any more: what is, is. */
    private void conclude(App app, Optional<RunningApp> alive) {
        change(app.id(), runId(app), app.state(), locked -> {
            if (alive.isPresent()) {
                return AppStateMachine.onStarted(locked.app(), locked.now());
            }
            return app.state() == AppState.STOPPING
                    ? AppStateMachine.onStopped(locked.app(), locked.now())
                    : AppStateMachine.onStartFailed(locked.app(), "its start was cut off", locked.now());
        });
    }

    private void change(UUID appId, UUID runId, AppState expected, Function<AppStore.Locked, App> transition) {
        database.inTransaction(transaction -> store.lock(transaction, appId)
                        .chain(found -> found.filter(locked -> locked.app().state() == expected
                                        && runId.equals(locked.app().runId()))
                                .map(locked -> changeUnlessBusy(transaction, locked, transition))
                                .orElse(Uni.createFrom().voidItem())))
                .await()
                .atMost(PATIENCE);
    }

    /** While it RUNS an app's end is told even if an action waits; in between only the action knows what it is doing. */
    private Uni<Void> changeUnlessBusy(
            Transaction transaction, AppStore.Locked locked, Function<AppStore.Locked, App> transition) {
        Uni<Boolean> busy = locked.app().state() == AppState.RUNNING
                ? Uni.createFrom().item(false)
                : store.isBusy(transaction, locked.app().id());
        return busy.chain(atWork -> atWork
                ? Uni.createFrom().voidItem()
                : store.move(transaction, locked.app(), transition.apply(locked))
                        .replaceWithVoid());
    }

    private static UUID runId(App app) {
        return Objects.requireNonNull(app.runId(), "an app that has a process has a run");
    }
}
