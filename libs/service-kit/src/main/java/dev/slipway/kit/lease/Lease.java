package dev.slipway.kit.lease;

import java.time.Duration;

/**
 * The right to do what only one replica may do at a time.
 *
 * @param epoch rises with every new holder; writes that carry it can be told from those of an earlier holder
 * @param deadlineNanos by this process's {@link System#nanoTime()}; taken before the database was asked, so never later than
 *     the database's own idea of the end
 */
public record Lease(String name, String holder, long epoch, long deadlineNanos) {

    public Duration remaining() {
        return Duration.ofNanos(deadlineNanos - System.nanoTime());
    }

    /** False once another replica may hold it. A process that was frozen finds out here, or at its next compare-and-set. */
    public boolean isHeld() {
        return deadlineNanos - System.nanoTime() > 0;
    }
}
