package dev.slipway.build.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.build.log.LogChunk.Printed;
import dev.slipway.kit.error.SlipwayException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class LogCursorProperties {

    @Property
    void aCursorIsReadBackFromItsId(@ForAll("lines") List<LogLine> lines, @ForAll @IntRange(min = 1) int attempt) {
        // Given
        LogCursor cursor = LogCursor.start(attempt);
        for (LogLine line : lines) {
            cursor = cursor.after(line);
        }

        // When, Then
        assertThat(LogCursor.parse(cursor.id())).isEqualTo(cursor);
        assertThat(LogCursor.parse(cursor.atEnd().id())).isEqualTo(cursor.atEnd());
    }

    @Property
    void whatIsNoIdIsRefused(@ForAll String id) {
        // Given, When
        try {
            LogCursor.parse(id);
        } catch (SlipwayException refused) {
            // Then
            assertThat(refused.field()).isEqualTo("Last-Event-ID");
        }
    }

    @Example
    void aMadeUpIdIsRefused() {
        // Given, When, Then
        for (String id : List.of("", "1", "MS4w LjE", "LTEuMA", "MS4wLjEuMg", "x".repeat(5000))) {
            assertThatExceptionOfType(SlipwayException.class).as(id).isThrownBy(() -> LogCursor.parse(id));
        }
    }

    @Property
    void aChunkIsReadBackAsItWasWritten(@ForAll("printed") List<Printed> lines) {
        // Given, When, Then
        assertThat(ChunkText.read(ChunkText.write(lines))).isEqualTo(lines);
    }

    @Provide
    Arbitrary<List<LogLine>> lines() {
        Arbitrary<Integer> small = Arbitraries.integers().between(0, 20);
        return Combinators.combine(small, small, small)
                .as((job, step, number) -> new LogLine(job, step, number, LogLine.Stream.STDOUT, 0, ""))
                .list()
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<Printed>> printed() {
        return Combinators.combine(
                        Arbitraries.of(LogLine.Stream.class),
                        Arbitraries.integers().between(0, 100_000),
                        Arbitraries.strings()
                                .withCharRange(' ', '~')
                                .withChars("é漢\r\t")
                                .ofMaxLength(50))
                .as(Printed::new)
                .list()
                .ofMaxSize(20);
    }
}
