package dev.slipway.build.runner;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The way in which others stop a job that runs: the first reason counts, and what the job is doing at the moment is broken off. */
final class JobControl {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopped = lock.newCondition();
    private @Nullable StopReason reason;
    private @Nullable Runnable breakOff;

    /** Never blocks; may be called any number of times. */
    void stop(StopReason why) {
        lock.lock();
        try {
            if (reason == null || why == StopReason.LEASE_LOST) {
                reason = why;
            }
            if (breakOff != null) {
                breakOff.run();
            }
            stopped.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Optional<StopReason> reason() {
        lock.lock();
        try {
            return Optional.ofNullable(reason);
        } finally {
            lock.unlock();
        }
    }

    /** From now on, {@code how} breaks off what the job is doing. Done at once if the job was stopped before. */
    void breakOffBy(Runnable how) {
        lock.lock();
        try {
            breakOff = how;
            if (reason != null) {
                how.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** From now on there is nothing to be broken off. */
    void goOnUnbroken() {
        lock.lock();
        try {
            breakOff = null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits, unless the lease is lost, which it says. */
    boolean waitOrLost(Duration patience) {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            while (nanos > 0 && reason != StopReason.LEASE_LOST) {
                nanos = stopped.awaitNanos(nanos);
            }
            return reason == StopReason.LEASE_LOST;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            lock.unlock();
        }
    }
}
