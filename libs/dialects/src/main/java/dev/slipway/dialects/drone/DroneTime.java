package dev.slipway.dialects.drone;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Drone's times: whole seconds since 1970, and 0 for what has not happened yet. */
public final class DroneTime {

    private DroneTime() {}

    public static long seconds(@Nullable Instant time) {
        return time == null ? 0 : time.getEpochSecond();
    }
}
