package dev.slipway.dialects.daocloud;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * DaoCloud's times: {@code 2015-12-01T06:25:57+00:00}, always UTC, never {@code Z}, never a fraction. Clients cut them after 19
 * characters, or parse exactly this.
 */
public final class DaocloudTime {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT).withZone(ZoneOffset.UTC);

    private DaocloudTime() {}

    public static String format(Instant time) {
        return FORMAT.format(time);
    }
}
