package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.ServerStartException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FullDiskTest {

    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void catchErr() {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restoreErr() {
        System.setErr(realErr);
    }

    static Stream<Exception> aFullDiskInEveryDress() {
        FileSystemException noSpace = new FileSystemException("/data/run/lock", null, "No space left on device");
        return Stream.of(
                new UncheckedIOException(noSpace),
                new UncheckedIOException(new IOException("Disk quota exceeded")),
                new LaunchFailure("/data/run/state.json cannot be written", noSpace),
                new ServerStartException("PostgreSQL ended with 1 at its start; last lines of /data/postgres.log:\n"
                        + "  LOG: starting\n  FATAL: could not write lock file: No space left on device\n  LOG: bye"));
    }

    @ParameterizedTest
    @MethodSource("aFullDiskInEveryDress")
    void aFullDiskIsOneLineWhereverItShows(Exception failure) throws Exception {
        // When
        int code = Slipway.report(failure);

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("slipway: The disk is full (")
                .endsWith("): make room or use another --data folder\n")
                .hasLineCount(1);
    }

    @Test
    void whatABackgroundLauncherHasToldIsNotWrappedAgain() throws Exception {
        String told =
                "The disk is full (/data/run/lock: No space left on device): make room or use another --data folder";

        // When
        Slipway.report(new LaunchFailure(told));

        // Then
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("slipway: " + told + "\n");
    }

    @Test
    void anyOtherFailureIsABugAndIsNotHidden() {
        IOException other = new IOException("Input/output error");

        // When, Then
        assertThatThrownBy(() -> Slipway.report(new UncheckedIOException(other)))
                .hasCause(other);
    }
}
