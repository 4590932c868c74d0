package dev.slipway.kit.log;

import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is logged under keys of {@link LogKeys}. They are there while the lines are written and not a moment longer: what comes next on an event
 * loop is about something else.
 */
public final class Keyed {

    private Keyed() {}

    /** @param lines logs, and does nothing else: nothing that goes on later has the keys */
    public static void log(Map<String, ?> keys, Runnable lines) {
        Map<String, @Nullable Object> before = new HashMap<>();
        keys.forEach((key, value) -> {
            before.put(key, MDC.get(key));
            MDC.put(key, value.toString());
        });
        try {
            lines.run();
        } finally {
            before.forEach(Keyed::restore);
        }
    }

    private static void restore(String key, @Nullable Object value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
