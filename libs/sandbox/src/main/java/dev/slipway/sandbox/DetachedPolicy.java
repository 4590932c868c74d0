package dev.slipway.sandbox;

import java.time.Duration;

/**
 * How a process that outlives the service is kept.
 *
 * @param grace how long it may take to end after SIGTERM when nothing else is said, for instance when the machine shuts down
 * @param logBytes how much of its output is kept, twice: the current file and the one before
 */
public record DetachedPolicy(Duration grace, long logBytes) {

    public static final DetachedPolicy DEFAULT = new DetachedPolicy(Duration.ofSeconds(10), 8L * 1024 * 1024);

    public DetachedPolicy {
        if (grace.isNegative() || logBytes < 1024) {
            throw new IllegalArgumentException("a grace is not negative, and a log holds at least 1 KiB");
        }
    }
}
