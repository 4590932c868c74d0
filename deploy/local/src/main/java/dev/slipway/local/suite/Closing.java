package dev.slipway.local.suite;

import org.jspecify.annotations.Nullable;

/**
 * Steps of an orderly end, each of which is done whatever has become of those before it. {@link #end} then throws what failed first, the
 * others with it.
 */
final class Closing {

    private @Nullable RuntimeException failure;

    void step(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failed) {
            if (failure == null) {
                failure = failed;
            } else {
                failure.addSuppressed(failed);
            }
        }
    }

    void end() {
        if (failure != null) {
            throw failure;
        }
    }
}
