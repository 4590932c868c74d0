package dev.slipway.app.action;

import dev.slipway.app.app.App;
import dev.slipway.app.app.Apps;
import dev.slipway.app.keeper.AppKeeper;
import dev.slipway.app.runtime.AppEnd;
import dev.slipway.app.runtime.AppRuntime;
import dev.slipway.app.runtime.AppStart;
import dev.slipway.app.runtime.RunningApp;
import dev.slipway.app.runtime.RuntimeUnavailableException;
import dev.slipway.events.AppState;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Carries out a claimed action, blocking, on a worker thread.
 *
 * <p>The order of its lines is what survives a kill: the state is written before the process is touched, and the process is looked for before it is
 * started. Whoever takes over reads from the state where the other had got to.
 */
@ApplicationScoped
class ActionRun {

    private static final Logger LOG = Logger.getLogger(ActionRun.class);

    /** What the runtime may take to kill, after the grace. */
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(15);

    /** What making the sandbox may take on a machine that is very busy. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(20);

    /** Beside the one that is started: its log may tell why this one is. */
    private static final int KEPT_RUNS = 1;

    private final ActionSteps steps;
    private final ActionSettings settings;
    private final AppRuntime runtime;
    private final Apps apps;
    private final AppKeeper keeper;

    ActionRun(ActionSteps steps, ActionSettings settings, AppRuntime runtime, Apps apps, AppKeeper keeper) {
        this.steps = steps;
        this.settings = settings;
        this.runtime = runtime;
        this.apps = apps;
        this.keeper = keeper;
    }

    void run(ActionClaim claim) throws InterruptedException {
        try {
            switch (claim.kind()) {
                case START -> start(claim);
                case STOP -> stop(claim);
                case RESTART -> restart(claim);
            }
        } catch (LeaseLostException lost) {
            LOG.infof("%s", lost.getMessage());
        } catch (IOException | RuntimeUnavailableException failed) {
            LOG.warnf(failed, "action %s on app %s failed", claim.actionId(), claim.appId());
            steps.failed(claim, words(failed));
        }
    }

    private void stop(ActionClaim claim) throws IOException, InterruptedException {
        App app = steps.beginStop(claim);
        if (end(app)) {
            steps.stoppedAndSucceeded(claim);
        } else {
            steps.failed(claim, "its process does not end");
        }
    }

    private void restart(ActionClaim claim) throws IOException, InterruptedException {
        App app = steps.beginStart(claim, runtime.node());
        if (app.state() != AppState.RUNNING) {
            start(claim);
        } else if (end(steps.beginStop(claim))) {
            steps.stopped(claim);
            start(claim);
        } else {
            steps.failed(claim, "its process does not end");
        }
    }

    private void start(ActionClaim claim) throws IOException, InterruptedException {
        App app = steps.beginStart(claim, runtime.node());
        if (app.state() == AppState.STOPPING) {
            // Left by a stop that was cut off.
            if (!end(app)) {
                steps.failed(claim, "its last process does not end");
                return;
            }
            steps.stopped(claim);
            app = steps.beginStart(claim, runtime.node());
        }
        if (app.state() == AppState.RUNNING) {
            steps.succeeded(claim);
            return;
        }
        startProcess(claim, app);
    }

    private void startProcess(ActionClaim claim, App app) throws InterruptedException {
        App current = app;
        RunningApp running;
        try {
            Optional<RunningApp> found = runtime.find(runId(current));
            if (found.isPresent() && claim.isTakenOver() && wasCutOff(found.get())) {
                current = steps.anotherRun(claim);
                found = Optional.empty();
            }
            running = found.isPresent() ? found.get() : startNew(current);
        } catch (IOException | RuntimeUnavailableException failed) {
            LOG.warnf(failed, "app %s was not started", app.id());
            steps.startFailed(claim, words(failed));
            return;
        }
        Optional<AppEnd> end = settle(running);
        if (end.isPresent()) {
            steps.startFailed(claim, end.get().reason());
        } else {
            steps.startedAndSucceeded(claim);
            keeper.watch(current, running);
        }
    }

    /** The time counts from when the command runs: making the sandbox takes as long as it takes. */
    private Optional<AppEnd> settle(RunningApp running) throws InterruptedException {
        await(running.onStarted(), START_PATIENCE);
        return await(running.onEnd(), settings.startSettle());
    }

    private RunningApp startNew(App app) throws IOException {
        UUID runId = runId(app);
        runtime.forgetOldRuns(app.id(), KEPT_RUNS);
        return runtime.start(new AppStart(app.id(), runId, app.command(), apps.environment(app)));
    }

    private boolean wasCutOff(RunningApp found) throws InterruptedException {
        return !found.isAlive()
                && await(found.onEnd(), KILL_PATIENCE).filter(end -> !end.ran()).isPresent();
    }

    /** @return true if nothing of it runs */
    private boolean end(App app) throws IOException, InterruptedException {
        if (app.state() != AppState.STOPPING) {
            return true;
        }
        Optional<RunningApp> found = runtime.find(runId(app));
        if (found.isEmpty()) {
            return true;
        }
        found.get().stop(settings.stopGrace());
        return await(found.get().onEnd(), settings.stopGrace().plus(KILL_PATIENCE))
                .isPresent();
    }

    private static <T> Optional<T> await(CompletionStage<T> stage, Duration atMost) throws InterruptedException {
        try {
            return Optional.of(stage.toCompletableFuture().get(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException alive) {
            return Optional.empty();
        } catch (ExecutionException unreadable) {
            throw new IllegalStateException("the end of an app cannot be read", unreadable.getCause());
        }
    }

    private static UUID runId(App app) {
        return Objects.requireNonNull(app.runId(), "an app that starts or stops has a run");
    }

    private static String words(Exception failed) {
        return failed instanceof RuntimeUnavailableException
                ? String.valueOf(failed.getMessage())
                : "this machine could not do it; the service's log says why";
    }
}
