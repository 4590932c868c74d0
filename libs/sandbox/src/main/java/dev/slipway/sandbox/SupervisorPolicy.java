package dev.slipway.sandbox;

import java.time.Duration;

/**
 * When a supervisor takes its runner for lost.
 *
 * @param silence how long the runner's heartbeat may be missing before everything that the command started is killed
 */
public record SupervisorPolicy(Duration silence) {

    /** Long enough for a full garbage collection on a busy machine. */
    public static final SupervisorPolicy DEFAULT = new SupervisorPolicy(Duration.ofSeconds(15));

    /** Heartbeats per silence: several may be late without harm. */
    private static final int BEATS = 5;

    public SupervisorPolicy {
        if (silence.toMillis() < 100) {
            throw new IllegalArgumentException("a silence of less than 100 ms is no sign of anything");
        }
    }

    Duration beat() {
        return silence.dividedBy(BEATS);
    }
}
