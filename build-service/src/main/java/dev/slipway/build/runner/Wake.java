package dev.slipway.build.runner;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A signal for one thread that looks for work: any number of wakes while it looks make it look once more. */
final class Wake {

    private final Semaphore signal = new Semaphore(0);

    void wake() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    /** Forgets the wakes until now: what they told of is about to be looked at. */
    void expect() {
        signal.drainPermits();
    }

    /** Waits for a wake since {@link #expect}, or for the patience to end. */
    void await(Duration patience) {
        try {
            boolean woken = signal.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (woken) {
                signal.drainPermits();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
