package dev.slipway.sandbox;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread that tells all supervisors that this JVM is alive, kills after a grace, and looks whether adopted processes have ended. */
final class Heartbeats {

    private static final ScheduledExecutorService CLOCK = newClock();

    private Heartbeats() {}

    private static ScheduledExecutorService newClock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sandbox-heartbeats");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    static ScheduledFuture<?> every(Duration period, Runnable task) {
        return CLOCK.scheduleAtFixedRate(task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    static ScheduledFuture<?> after(Duration delay, Runnable task) {
        return CLOCK.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
