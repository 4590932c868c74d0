package dev.slipway.kit.db;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import dev.slipway.kit.net.ForbiddenAddressException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.MalformedURLException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.hibernate.JDBCException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresFailuresTest {

    static Stream<Throwable> passing() {
        return Stream.of(
                new ConnectException("Connection refused"),
                new SocketException("Connection reset"),
                new IOException("Connection reset by peer"),
                new IOException("Broken pipe"),
                new UnknownHostException("postgres"),
                new ClosedChannelException(),
                new VertxException("Connection closed", true),
                new NoStackTraceThrowable("Timeout"),
                new TimeoutException(),
                new io.smallrye.mutiny.TimeoutException(),
                new CompletionException(new IllegalStateException(new ConnectException("Connection refused"))));
    }

    static Stream<Throwable> lasting() {
        return Stream.of(
                new JsonParseException(null, "Unrecognized token"),
                new IllegalArgumentException(new JsonParseException(null, "Unrecognized token")),
                new ForbiddenAddressException("127.0.0.1 is not a public address"),
                new MalformedURLException("no protocol"),
                new FileNotFoundException("none"),
                new EOFException(),
                new IOException("not a zip file"),
                new NullPointerException(),
                new NoStackTraceThrowable("no"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aBrokenConnectionPasses(Throwable failure) {
        assertThat(PostgresFailures.isPassing(failure)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void whatIsWrongWithTheWorkItselfDoesNotPass(Throwable failure) {
        assertThat(PostgresFailures.isPassing(failure)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "08P01", "28P01", "3D000", "40001", "40P01", "53300", "53100", "55P03", "57014", "57P01",
                "57P03", "58030", "XX000", "25006", "25P03"
            })
    void aServerThatCannotNowMayLater(String sqlState) {
        assertThat(PostgresFailures.isPassing(failure(sqlState))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "22P02", "23502", "23503", "23505", "23514", "42P01", "42703", "42501", "P0001"})
    void aStatementThatIsWrongStaysWrong(String sqlState) {
        assertThat(PostgresFailures.isPassing(failure(sqlState))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "40001", "53300"})
    void whatHibernateHandsOnIsToldByItsStateToo(String passing) {
        assertThat(PostgresFailures.isPassing(ofHibernate(passing))).isTrue();
        assertThat(PostgresFailures.isPassing(ofHibernate("22021"))).isFalse();
        assertThat(PostgresFailures.isUniqueViolation(ofHibernate("23505"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "22P05", "22008"})
    void aValueThatCannotBeStoredIsTold(String sqlState) {
        assertThat(PostgresFailures.isUnstorableValue(failure(sqlState))).isTrue();
        assertThat(PostgresFailures.isUnstorableValue(new CompletionException(ofHibernate(sqlState))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22001", "57P01", "42P01"})
    void anyOtherFailureIsNotOneOfAValueThatCannotBeStored(String sqlState) {
        assertThat(PostgresFailures.isUnstorableValue(failure(sqlState))).isFalse();
        assertThat(PostgresFailures.isUnstorableValue(new IllegalStateException()))
                .isFalse();
    }

    private static JDBCException ofHibernate(String sqlState) {
        return new JDBCException("error executing SQL statement", new SQLException("message", sqlState));
    }

    private static PgException failure(String sqlState) {
        return new PgException("message", "ERROR", sqlState, "detail");
    }
}
