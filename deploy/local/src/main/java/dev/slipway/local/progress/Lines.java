package dev.slipway.local.progress;

import dev.slipway.local.data.Phase;
import java.time.Duration;
import java.util.Locale;

/** How names, states and times are written. */
public final class Lines {

    private static final int NAME_WIDTH = 18;
    private static final double MILLIS_PER_SECOND = 1000.0;

    private Lines() {}

    public static String padded(String name) {
        return String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s", name);
    }

    public static String word(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    public static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / MILLIS_PER_SECOND);
    }
}
