package dev.slipway.build.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class LineSplitterProperties {

    @Property(tries = 300)
    void linesAreTheSameHoweverTheyArrive(
            @ForAll("texts") List<String> lines, @ForAll @IntRange(min = 1, max = 40) int atOnce) throws IOException {
        // Given
        byte[] bytes = String.join("\n", lines).concat("\n").getBytes(UTF_8);

        // When
        List<String> read = split(new Dripping(bytes, atOnce));

        // Then
        assertThat(read).isEqualTo(lines);
    }

    @Property(tries = 200)
    void anyBytesBecomeTextOfBoundedLines(@ForAll byte[] bytes) throws IOException {
        // Given, When
        List<String> read = split(new ByteArrayInputStream(bytes));

        // Then
        assertThat(read)
                .allSatisfy(line ->
                        assertThat(line).doesNotContain("\0", "\n").isEqualTo(new String(line.getBytes(UTF_8), UTF_8)));
    }

    @Property(tries = 40)
    void aLongLineIsCutBetweenCharactersAndTheNextIsWhole(
            @ForAll("characters") String character, @ForAll @IntRange(max = 3) int offset) throws IOException {
        // Given
        String line = "a".repeat(offset) + character.repeat(5 * LineSplitter.MAX_LINE_BYTES / character.length());

        // When
        List<String> read = split(new ByteArrayInputStream((line + "\nnext").getBytes(UTF_8)));

        // Then
        assertThat(read).hasSize(2);
        String kept = read.get(0).substring(0, read.get(0).length() - LineSplitter.CUT.length());
        assertThat(read.get(0)).endsWith(LineSplitter.CUT);
        assertThat(line).startsWith(kept);
        assertThat(kept.getBytes(UTF_8).length).isBetween(LineSplitter.MAX_LINE_BYTES - 3, LineSplitter.MAX_LINE_BYTES);
        assertThat(read.get(1)).isEqualTo("next");
    }

    @Example
    void aLineOfExactlyTheBoundIsWhole() throws IOException {
        // Given
        String line = "x".repeat(LineSplitter.MAX_LINE_BYTES);

        // When, Then
        assertThat(split(new ByteArrayInputStream((line + "\r\nb\r\n\nlast").getBytes(UTF_8)))
                        .get(0))
                .isEqualTo(line + LineSplitter.CUT);
        assertThat(split(new ByteArrayInputStream((line + "\nb\r\n\nlast").getBytes(UTF_8))))
                .containsExactly(line, "b", "", "last");
    }

    private static List<String> split(InputStream input) throws IOException {
        List<String> lines = new ArrayList<>();
        new LineSplitter(lines::add).readAll(input);
        return lines;
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars("éß€漢\t")
                .ofMaxLength(30)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<String> characters() {
        return Arbitraries.of("x", "é", "漢", "😀");
    }

    /** Gives at most a few bytes at a time. */
    private static final class Dripping extends ByteArrayInputStream {

        private final int atOnce;

        Dripping(byte[] bytes, int atOnce) {
            super(bytes);
            this.atOnce = atOnce;
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, atOnce));
        }
    }
}
