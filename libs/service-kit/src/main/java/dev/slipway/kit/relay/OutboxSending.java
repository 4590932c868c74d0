package dev.slipway.kit.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Rows that are under way to the broker together: how many are, which it has acknowledged, and whether one has failed. */
final class OutboxSending {

    private static final Logger LOG = Logger.getLogger(OutboxSending.class);

    private final Runnable stopTheRest;
    private final List<Long> acknowledged = new ArrayList<>();
    private int underWay;
    private boolean broken;

    /** @param stopTheRest makes sure that nothing behind a failed row is sent; called by the thread that learns of the failure */
    OutboxSending(Runnable stopTheRest) {
        this.stopTheRest = stopTheRest;
    }

    synchronized void begin() {
        underWay++;
    }

    void end(long id, @Nullable Exception problem) {
        boolean first;
        synchronized (this) {
            underWay--;
            first = problem != null && !broken;
            broken |= problem != null;
            if (problem == null) {
                acknowledged.add(id);
            }
            notifyAll();
        }
        if (first) {
            LOG.warnf("Row %d of the outbox waits: %s", id, problem);
            stopTheRest.run();
        }
    }

    /** Waits no longer. What is under way may arrive or not; it is sent again in either case. */
    synchronized void abandon() {
        broken = true;
        notifyAll();
    }

    /** True once every row has an answer, or there is nothing to wait for any more. */
    synchronized boolean await(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (underWay > 0 && !broken) {
            long remainingMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (remainingMillis <= 0) {
                return false;
            }
            wait(remainingMillis);
        }
        return true;
    }

    synchronized boolean isBroken() {
        return broken;
    }

    synchronized List<Long> acknowledged() {
        return List.copyOf(acknowledged);
    }
}
