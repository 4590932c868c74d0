package dev.slipway.gateway;

import java.util.concurrent.atomic.AtomicLong;

/** Whether a number is what it was when last asked: what was to pass has passed, and the rest waits. */
final class Unchanged {

    private final AtomicLong number;
    private long last = -1;

    Unchanged(AtomicLong number) {
        this.number = number;
    }

    boolean yet() {
        long now = number.get();
        boolean same = now > 0 && now == last;
        last = now;
        return same;
    }
}
