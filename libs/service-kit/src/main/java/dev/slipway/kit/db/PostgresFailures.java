package dev.slipway.kit.db;

import io.netty.channel.unix.Errors;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.hibernate.JDBCException;
import org.jspecify.annotations.Nullable;

/** Tells failures that pass (the database is away, a deadlock, a serialisation conflict) from those that would repeat for ever. */
public final class PostgresFailures {

    private static final String UNIQUE_VIOLATION = "23505";

    /** A character that the encoding, or {@code jsonb}, does not have (which is NUL), and a date or time out of range. */
    private static final Set<String> UNSTORABLE_STATES = Set.of("22021", "22P05", "22008");

    private static final Set<String> PASSING_STATES = Set.of("25006", "25P03", "25P04", "55P03");

    private PostgresFailures() {}

    /** Whether the same work may well succeed later. */
    public static boolean isPassing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof PgException postgres) {
                return isPassing(postgres.getSqlState());
            }
            String state = stateFromHibernate(cause);
            if (state != null) {
                return isPassing(state);
            }
            if (isOfTheConnection(cause)) {
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

    /**
     * Not every IOException is one of a connection: that a message is not JSON, or that an address is forbidden, is one too, and would repeat for
     * ever.
     */
    private static boolean isOfTheConnection(Throwable cause) {
        if (cause.getClass() == IOException.class) {
            // What Java's channels throw has no type of its own.
            String message = String.valueOf(cause.getMessage());
            return message.contains("onnection") || message.contains("roken pipe");
        }
        return cause instanceof SocketException
                || cause instanceof UnknownHostException
                || cause instanceof SocketTimeoutException
                || cause instanceof ClosedChannelException
                || cause instanceof TimeoutException
                || cause instanceof io.smallrye.mutiny.TimeoutException
                || cause instanceof Errors.NativeIoException;
    }

    /** Whether a row with the same unique key exists already. */
    public static boolean isUniqueViolation(Throwable failure) {
        return UNIQUE_VIOLATION.equals(sqlState(failure));
    }

    /** Whether a value was handed over that PostgreSQL's types do not have: in a request it is the caller's, and nobody else's mistake. */
    public static boolean isUnstorableValue(Throwable failure) {
        String state = sqlState(failure);
        return state != null && UNSTORABLE_STATES.contains(state);
    }

    private static @Nullable String sqlState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof PgException postgres) {
                return postgres.getSqlState();
            }
            String state = stateFromHibernate(cause);
            if (state != null) {
                return state;
            }
        }
        return null;
    }

    /** Hibernate Reactive throws an exception of its own instead of the driver's, which is not even its cause. */
    private static @Nullable String stateFromHibernate(Throwable cause) {
        return cause instanceof JDBCException hibernates ? hibernates.getSQLState() : null;
    }

    /**
     * By PostgreSQL's SQLSTATE classes: 08 connection, 28 login, 3D no such database (yet), 40 conflict, 53 resources, 57 operator intervention,
     * 58 system, XX internal; of other classes a lock that was not given, a server that only reads, a transaction that was ended for idling.
     */
    private static boolean isPassing(@Nullable String sqlState) {
        if (sqlState == null) {
            return true;
        }
        return switch (sqlState.substring(0, 2)) {
            case "08", "28", "3D", "40", "53", "57", "58", "XX" -> true;
            default -> PASSING_STATES.contains(sqlState);
        };
    }

    private static @Nullable Throwable next(Throwable cause) {
        return cause.getCause() == cause ? null : cause.getCause();
    }
}
