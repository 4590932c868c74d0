package dev.slipway.kit.db;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells failures that pass (the database is away, a deadlock, a serialisation conflict) from those that would repeat for ever. */
public final class PostgresFailures {

    private static final String UNIQUE_VIOLATION = "23505";

    private PostgresFailures() {}

    /** Whether the same work may well succeed later. */
    public static boolean isPassing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof PgException postgres) {
                return isPassing(postgres.getSqlState());
            }
            if (cause instanceof IOException || cause instanceof TimeoutException) {
                return true;
            }
            // "Connection closed", "Connection is not active now" and their kin have no type of their own.
            if (cause instanceof VertxException) {
                return true;
            }
            String message = cause.getMessage();
            if (cause.getClass().getName().startsWith("io.vertx.core.impl.NoStackTraceThrowable")
                    && message != null
                    && (message.contains("imeout") || message.contains("onnection"))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a row with the same unique key exists already. */
    public static boolean isUniqueViolation(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof PgException postgres) {
                return UNIQUE_VIOLATION.equals(postgres.getSqlState());
            }
        }
        return false;
    }

    /** PostgreSQL's SQLSTATE classes: 08 connection, 53 resources, 57 operator intervention, 58 system; 40 and 55P03 conflicts. */
    private static boolean isPassing(@Nullable String sqlState) {
        if (sqlState == null) {
            return true;
        }
        return switch (sqlState.substring(0, 2)) {
            case "08", "40", "53", "57", "58", "XX" -> true;
            default -> sqlState.equals("55P03") || sqlState.equals("25006");
        };
    }

    private static @Nullable Throwable next(Throwable cause) {
        return cause.getCause() == cause ? null : cause.getCause();
    }
}
