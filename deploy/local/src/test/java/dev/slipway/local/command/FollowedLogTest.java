package dev.slipway.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedLogTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void linesAreWholeAndNoneIsPrintedTwice() throws IOException {
        Path file = Files.writeString(folder.resolve("a.log"), "one\ntw");
        FollowedLog log = log(file);
        log.printNew();
        Files.writeString(file, "o\n", StandardOpenOption.APPEND);

        // When
        log.printNew();
        log.printNew();

        // Then
        assertThat(text()).isEqualTo("a | one\na | two\n");
    }

    @Test
    void aLogThatWasSetAsideIsReadFromItsNewBeginning() throws IOException {
        Path file = Files.writeString(folder.resolve("a.log"), "a long first line\n");
        FollowedLog log = log(file);
        log.printNew();
        Files.writeString(file, "new\n");

        // When
        log.printNew();

        // Then
        assertThat(text()).isEqualTo("a | a long first line\na | new\n");
    }

    @Test
    void whatIsWrittenLaterIsPrintedAsItComes() throws IOException {
        Path file = Files.writeString(folder.resolve("a.log"), "one\n");
        Thread follower = new Thread(() -> follow(log(file)));
        follower.start();
        await().untilAsserted(() -> assertThat(text()).isEqualTo("a | one\n"));

        // When
        Files.writeString(file, "two\n", StandardOpenOption.APPEND);

        // Then
        await().untilAsserted(() -> assertThat(text()).isEqualTo("a | one\na | two\n"));
        follower.interrupt();
    }

    private static void follow(FollowedLog log) {
        try {
            FollowedLog.follow(List.of(log));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private FollowedLog log(Path file) {
        return new FollowedLog("a | ", file, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
