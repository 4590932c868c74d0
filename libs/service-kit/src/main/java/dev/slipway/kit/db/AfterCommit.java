package dev.slipway.kit.db;

import java.util.ArrayList;
import java.util.List;

/** What a transaction wants to happen once it has committed. */
final class AfterCommit {

    private final List<Runnable> signals = new ArrayList<>();
    private boolean published;

    void add(Runnable signal) {
        signals.add(signal);
    }

    void somethingWasPublished() {
        published = true;
    }

    void run(Runnable wakeRelay) {
        if (published) {
            wakeRelay.run();
        }
        signals.forEach(Runnable::run);
    }
}
