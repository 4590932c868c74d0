package dev.slipway.local.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again and again, as a client does that has no webhook. */
final class Patience {

    private static final long PAUSE_MILLIS = 150;

    private Patience() {}

    /**
     * The first answer that is good.
     *
     * @param what is waited for, for the message
     * @throws DemoFailure with the last answer, if none is in time
     */
    static <T> T until(String what, Duration atMost, Supplier<T> question, Predicate<T> good) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            T answer = question.get();
            if (good.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw new DemoFailure(what + " did not come within " + atMost.toSeconds() + " s; last seen: " + answer);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("Interrupted", interrupted);
        }
    }
}
