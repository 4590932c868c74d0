package dev.slipway.local.suite;

import dev.slipway.embedded.ServerStartException;
import dev.slipway.local.data.Phase;
import dev.slipway.local.data.ProcessState;
import dev.slipway.sandbox.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process of the suite, kept alive by a thread of its own: started, watched, and started again with a growing pause when it ends
 * by itself. Its states are drawn at {@link Phase}.
 *
 * <p>A process that cannot even start the first time is not tried again: its configuration or the machine is wrong, and the user is
 * waiting to hear so.
 */
final class Child {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** After running this long, the next pause is a short one again. */
    private static final Duration STABLE = Duration.ofSeconds(60);

    private static final Duration STOP_JOIN = Duration.ofSeconds(90);

    private final Server server;
    private final Runnable changed;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final Thread keeper;

    private volatile Phase phase = Phase.WAITING;
    private volatile Instant since = Instant.now();
    private volatile int restarts;
    private volatile @Nullable String note;
    private volatile @Nullable ProcessIdentity identity;
    private volatile Server.@Nullable Running running;

    /** @param changed called after every change of {@link #state()}, on any thread; must not throw */
    Child(Server server, Runnable changed) {
        this.server = server;
        this.changed = changed;
        this.keeper = new Thread(this::keep, "keep-" + server.name());
        keeper.setDaemon(true);
    }

    /** Completes when the process is ready for the first time, exceptionally if it never will be. */
    CompletableFuture<Void> start() {
        keeper.start();
        return ready;
    }

    ProcessState state() {
        ProcessIdentity known = identity;
        return new ProcessState(
                server.name(),
                known == null ? null : known.pid(),
                server.port(),
                phase,
                since.truncatedTo(ChronoUnit.MILLIS).toString(),
                restarts,
                note,
                known == null ? null : known.startTicks(),
                known == null ? null : known.bootId());
    }

    /** Stops the process in order and for good; returns when it is gone. */
    void stop() {
        stopRequested.countDown();
        if (!keeper.isAlive()) {
            return;
        }
        enter(Phase.STOPPING, null);
        server.cancelStart();
        Server.Running current = running;
        if (current != null) {
            current.stop();
        }
        try {
            keeper.join(STOP_JOIN.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!stopping()) {
                Instant started = Instant.now();
                String end = runOnce();
                if (stopping() || phase == Phase.FAILED) {
                    break;
                }
                pause = Duration.between(started, Instant.now()).compareTo(STABLE) > 0 ? FIRST_PAUSE : pause;
                restarts++;
                identity = null;
                enter(Phase.RESTARTING, end + "; starts again in " + pause.toMillis() + " ms");
                if (stopRequested.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
                pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            ready.completeExceptionally(new ServerStartException(server.name() + " was stopped"));
            identity = null;
            if (phase != Phase.FAILED) {
                enter(Phase.STOPPED, null);
            }
        }
    }

    /** @return how it ended, for people */
    private String runOnce() throws InterruptedException {
        enter(Phase.STARTING, null);
        Server.Running started;
        try {
            started = server.start(this::spawned);
        } catch (RuntimeException failure) {
            // Of whatever kind: nobody else would start the process again. The whole message is for who waits; the
            // state shows one line.
            String why = firstLine(failure);
            if (!ready.isDone() && !stopping()) {
                identity = null;
                enter(Phase.FAILED, why);
                ready.completeExceptionally(failure);
            }
            return why;
        }
        running = started;
        if (stopping()) {
            started.stop();
        } else {
            enter(Phase.READY, null);
            ready.complete(null);
        }
        String end = started.awaitEnd();
        running = null;
        return end;
    }

    private void spawned(ProcessIdentity process) {
        identity = process;
        changed.run();
    }

    private void enter(Phase next, @Nullable String why) {
        if (stopping() && next != Phase.STOPPING && next != Phase.STOPPED) {
            return;
        }
        phase = next;
        note = why;
        since = Instant.now();
        changed.run();
    }

    private boolean stopping() {
        return stopRequested.getCount() == 0;
    }

    private static String firstLine(RuntimeException failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.toString()
                : message.lines().findFirst().orElse(message);
    }

    private static Duration min(Duration left, Duration right) {
        return left.compareTo(right) < 0 ? left : right;
    }
}
