package dev.slipway.gateway.upstream;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps requests away from an address that fails them, and lets one through now and then to see whether it still does.
 *
 * <pre>
 *   CLOSED ──{@value #FAILURES_TO_OPEN} failures in a row──► OPEN ──a second──► one trial ──success──► CLOSED
 *                                          ▲                                 │
 *                                          └──── failure, or no outcome ─────┘
 * </pre>
 *
 * <p>A trial that never tells its outcome (its client left) costs a second and nothing more. Used from several threads at once; while closed
 * it costs two reads.
 */
final class CircuitBreaker {

    static final int FAILURES_TO_OPEN = 5;
    static final long OPEN_NANOS = 1_000_000_000L;

    private static final long CLOSED = 0;

    private final LongSupplier nanoTime;
    private final AtomicInteger failuresInARow = new AtomicInteger();

    /** When the next trial is due; {@link #CLOSED} if none is needed. */
    private final AtomicLong nextTrial = new AtomicLong(CLOSED);

    CircuitBreaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    boolean isOpen() {
        return nextTrial.get() != CLOSED;
    }

    /** Whether a request might pass now; asks for nothing. */
    boolean wouldPass() {
        long due = nextTrial.get();
        return due == CLOSED || nanoTime.getAsLong() - due >= 0;
    }

    /** Whether this request may pass: of those that find a trial due, only one. */
    boolean pass() {
        long due = nextTrial.get();
        if (due == CLOSED) {
            return true;
        }
        long now = nanoTime.getAsLong();
        return now - due >= 0 && nextTrial.compareAndSet(due, later(now));
    }

    void succeeded() {
        if (failuresInARow.get() != 0) {
            failuresInARow.set(0);
        }
        if (nextTrial.get() != CLOSED) {
            nextTrial.set(CLOSED);
        }
    }

    void failed() {
        if (failuresInARow.incrementAndGet() >= FAILURES_TO_OPEN) {
            nextTrial.set(later(nanoTime.getAsLong()));
        }
    }

    /** Something else has seen the address alive: a request may try it at once. */
    void tryNow() {
        long due = nextTrial.get();
        if (due != CLOSED) {
            nextTrial.compareAndSet(due, notClosed(nanoTime.getAsLong()));
        }
    }

    private static long later(long now) {
        return notClosed(now + OPEN_NANOS);
    }

    private static long notClosed(long instant) {
        return instant == CLOSED ? CLOSED - 1 : instant;
    }
}
