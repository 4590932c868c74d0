package dev.slipway.build.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.build.log.LogChunk.Printed;
import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StepLogTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Lines that come one by one are all held up by whatever waits too long; a machine that is busy holds up some. */
    @Test
    void givesAWaitingLineAwayWellWithinAQuarterOfASecond() throws Exception {
        // Given
        StepLog log = new StepLog(1_000_000, 1);
        PipedOutputStream printed = new PipedOutputStream();
        PipedInputStream stream = new PipedInputStream(printed);
        CompletableFuture.runAsync(() -> log.readAll(LogLine.Stream.STDERR, stream));

        // When
        List<Duration> waited = new ArrayList<>();
        List<Printed> lines = new ArrayList<>();
        for (int count = 0; count < 9; count++) {
            long from = System.nanoTime();
            printed.write("hello\n".getBytes(StandardCharsets.UTF_8));
            printed.flush();
            lines.addAll(log.take(PATIENCE));
            waited.add(Duration.ofNanos(System.nanoTime() - from));
        }

        // Then
        assertThat(lines).hasSize(9).allSatisfy(line -> {
            assertThat(line.stream()).isEqualTo(LogLine.Stream.STDERR);
            assertThat(line.text()).isEqualTo("hello");
        });
        assertThat(waited.stream().sorted().toList().get(2))
                .as("waited %s", waited)
                .isLessThan(Duration.ofMillis(200));
        assertThat(log.isDrained()).isFalse();
    }

    @Test
    void isDrainedWhenAllStreamsHaveEndedAndEverythingIsTaken() throws Exception {
        // Given
        StepLog log = new StepLog(1_000_000, 2);
        log.readAll(LogLine.Stream.STDOUT, new ByteArrayInputStream("a\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(log.isDrained()).isFalse();
        log.readAll(LogLine.Stream.STDERR, new ByteArrayInputStream("b\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(log.isDrained()).isFalse();

        // When
        List<Printed> lines = log.take(PATIENCE);

        // Then
        assertThat(lines).extracting(Printed::text).containsExactly("a", "b");
        assertThat(log.isDrained()).isTrue();
    }

    @Test
    void saysWhereItEndsAndReadsOn() throws Exception {
        // Given
        StepLog log = new StepLog(100, 1);

        // When
        log.readAll(
                LogLine.Stream.STDOUT,
                new ByteArrayInputStream("twenty characters___\n".repeat(1000).getBytes(StandardCharsets.UTF_8)));

        // Then
        List<Printed> lines = log.take(PATIENCE);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(2).text()).contains("ends here").contains("100 bytes");
    }

    @Test
    void makesTheReaderWaitWhenStoringFallsBehind() throws Exception {
        // Given
        StepLog log = new StepLog(Long.MAX_VALUE, 1);
        byte[] much = ("x".repeat(1000) + "\n").repeat(5000).getBytes(StandardCharsets.UTF_8);
        CompletableFuture<Void> reader =
                CompletableFuture.runAsync(() -> log.readAll(LogLine.Stream.STDOUT, new ByteArrayInputStream(much)));

        // When
        List<Printed> first = log.take(PATIENCE);
        List<Printed> all = new ArrayList<>(first);
        while (!log.isDrained()) {
            all.addAll(log.take(PATIENCE));
        }

        // Then
        assertThat(first.size()).isLessThan(1200);
        assertThat(all).hasSize(5000);
        reader.join();
    }

    @Test
    void letsTheReaderGoWhenNobodyStoresAnyMore() {
        // Given
        StepLog log = new StepLog(Long.MAX_VALUE, 1);
        byte[] much = ("x".repeat(1000) + "\n").repeat(5000).getBytes(StandardCharsets.UTF_8);
        CompletableFuture<Void> reader =
                CompletableFuture.runAsync(() -> log.readAll(LogLine.Stream.STDOUT, new ByteArrayInputStream(much)));

        // When
        log.abandon();

        // Then
        await().atMost(PATIENCE).until(reader::isDone);
        assertThat(log.isDrained()).isTrue();
    }
}
