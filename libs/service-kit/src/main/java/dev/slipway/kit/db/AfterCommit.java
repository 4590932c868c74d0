package dev.slipway.kit.db;

import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** What a transaction wants to happen once it has committed. */
final class AfterCommit {

    private static final Logger LOG = Logger.getLogger(AfterCommit.class);

    private final List<Runnable> signals = new ArrayList<>();
    private boolean published;

    void add(Runnable signal) {
        signals.add(signal);
    }

    void somethingWasPublished() {
        published = true;
    }

    /** Never fails: the transaction has committed, and nobody may be told otherwise because a signal went wrong. */
    void run(Runnable wakeRelay) {
        if (published) {
            runSafely(wakeRelay);
        }
        signals.forEach(AfterCommit::runSafely);
    }

    private static void runSafely(Runnable signal) {
        try {
            signal.run();
        } catch (RuntimeException e) {
            LOG.warn("A signal after a commit failed", e);
        }
    }
}
