package dev.slipway.app.app;

import static dev.slipway.events.AppState.FAILED;
import static dev.slipway.events.AppState.RUNNING;
import static dev.slipway.events.AppState.STARTING;
import static dev.slipway.events.AppState.STOPPED;
import static dev.slipway.events.AppState.STOPPING;

import dev.slipway.events.AppState;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an app moves. Its state follows its process; what nobody asked for ends in FAILED with the reason. Whoever runs the node may
 * stop a RUNNING app's process without an action: onStoppedByOperator, from RUNNING to STOPPED with the reason, is not drawn.
 *
 * <pre>
 *            onStartBegun           onStarted          onStopBegun           onStopped
 *   STOPPED ─────────────► STARTING ─────────► RUNNING ───────────► STOPPING ─────────► STOPPED
 *      ▲                    ▲  │ │               │ ▲                 ▲    │
 *      │ onStopped          │  │ │               │ └─────────────────┼────┘ onStarted: it goes on running
 *      │       onStartBegun │  │ └───────────────┼───────────────────┘ onStopBegun
 *    FAILED ────────────────┘  │ onStartFailed   │
 *      ▲ ◄─────────────────────┘                 │ onProcessEnded
 *      └─────────────────────────────────────────┘
 * </pre>
 *
 * <p>Every method gives the app after the transition, one version later.
 *
 * @see #allows the table
 */
public final class AppStateMachine {

    private static final Map<AppState, Set<AppState>> ALLOWED = Map.of(
            STOPPED, EnumSet.of(STARTING),
            STARTING, EnumSet.of(RUNNING, FAILED, STOPPING),
            RUNNING, EnumSet.of(STOPPING, STOPPED, FAILED),
            STOPPING, EnumSet.of(STOPPED, RUNNING),
            FAILED, EnumSet.of(STARTING, STOPPED));

    private AppStateMachine() {}

    public static boolean allows(AppState from, AppState to) {
        return ALLOWED.getOrDefault(from, Set.of()).contains(to);
    }

    /** A start begins on a node; its process, if there is ever one, belongs to {@code runId}. */
    public static App onStartBegun(App app, UUID node, UUID runId, Instant now) {
        return move(app.onNode(node, runId), STARTING, null, now);
    }

    /** The process runs, or, after a stop that nobody finished, goes on running. */
    public static App onStarted(App app, Instant now) {
        return move(app, RUNNING, null, now);
    }

    public static App onStartFailed(App app, String reason, Instant now) {
        requireState(app, STARTING);
        return move(app, FAILED, reason, now);
    }

    public static App onStopBegun(App app, Instant now) {
        return move(app, STOPPING, null, now);
    }

    /** Nothing of it runs any more, as was asked; a failed app is taken note of by stopping it. */
    public static App onStopped(App app, Instant now) {
        if (app.state() == RUNNING) {
            throw new IllegalStateException("an app that is RUNNING was not asked to stop");
        }
        return move(app, STOPPED, null, now);
    }

    /** The process ended though nobody had asked it to. */
    public static App onProcessEnded(App app, String reason, Instant now) {
        requireState(app, RUNNING);
        return move(app, FAILED, reason, now);
    }

    /** Its process was stopped on purpose, though by no action on the app. It stays so until somebody starts it. */
    public static App onStoppedByOperator(App app, String reason, Instant now) {
        requireState(app, RUNNING);
        return move(app, STOPPED, reason, now);
    }

    private static App move(App app, AppState to, @Nullable String reason, Instant now) {
        if (!allows(app.state(), to)) {
            throw new IllegalStateException("an app does not go from " + app.state() + " to " + to);
        }
        return app.moved(to, reason, now);
    }

    private static void requireState(App app, AppState state) {
        if (app.state() != state) {
            throw new IllegalStateException("an app in state " + app.state() + " is not " + state);
        }
    }
}
