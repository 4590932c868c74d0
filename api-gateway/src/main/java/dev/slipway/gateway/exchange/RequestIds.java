package dev.slipway.gateway.exchange;

import dev.slipway.kit.db.Ids;
import dev.slipway.kit.trace.Traces;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The two names under which a request is found again in logs and traces. */
final class RequestIds {

    private static final Pattern PLAUSIBLE_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private RequestIds() {}

    /** The caller's own id if it is one that can stand in a log line, else a new one. */
    static String requestId(@Nullable String callers) {
        return callers != null && PLAUSIBLE_ID.matcher(callers).matches()
                ? callers
                : Ids.newId().toString();
    }

    /** The trace that this process records; without one the caller's, or one that nobody records but that still joins log lines. */
    static String traceparent(@Nullable String callers) {
        String current = Traces.current();
        if (current != null) {
            return current;
        }
        if (callers != null && TRACEPARENT.matcher(callers).matches()) {
            return callers;
        }
        byte[] random = new byte[24];
        ThreadLocalRandom.current().nextBytes(random);
        HexFormat hex = HexFormat.of();
        return "00-" + hex.formatHex(random, 0, 16) + "-" + hex.formatHex(random, 16, 24) + "-00";
    }
}
