package dev.slipway.kit.log;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
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
        Context context = Vertx.currentContext();
        if (context == null || VertxContext.isDuplicatedContext(context)) {
            write(keys, lines);
        } else {
            writeInContextOfItsOwn((ContextInternal) context, keys, lines);
        }
    }

    /**
     * Timers and the database's answers come on a context that everybody shares, where Quarkus keeps no keys: it makes a new context for each that is put, and none of
     * them is there when the line is written.
     */
    private static void writeInContextOfItsOwn(ContextInternal shared, Map<String, ?> keys, Runnable lines) {
        ContextInternal own = (ContextInternal) VertxContext.createNewDuplicatedContext(shared);
        ContextInternal before = own.beginDispatch();
        try {
            write(keys, lines);
        } finally {
            own.endDispatch(before);
        }
    }

    private static void write(Map<String, ?> keys, Runnable lines) {
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
