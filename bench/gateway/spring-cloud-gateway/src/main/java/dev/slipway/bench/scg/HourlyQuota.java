package dev.slipway.bench.scg;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Calls of each caller in the running hour, counted in this process alone. */
@Component
class HourlyQuota {

    private static final long HOUR_SECONDS = 3600;

    private final Map<String, Window> windows = new ConcurrentHashMap<>();
    private final long limit;

    HourlyQuota(@Value("${peer.calls-per-hour}") long limit) {
        this.limit = limit;
    }

    /** Counts a call. */
    Window take(String login) {
        long hour = Instant.now().getEpochSecond() / HOUR_SECONDS;
        return windows.compute(
                login,
                (who, window) -> window == null || window.hour() != hour
                        ? new Window(hour, limit, 1)
                        : new Window(hour, limit, window.used() + 1));
    }

    /**
     * An hour as it stands after a call.
     *
     * @param hour since the epoch
     * @param used with this call
     */
    record Window(long hour, long limit, long used) {

        boolean granted() {
            return used <= limit;
        }

        long remaining() {
            return Math.max(0, limit - used);
        }

        long resetEpochSeconds() {
            return (hour + 1) * HOUR_SECONDS;
        }
    }
}
