package dev.slipway.build.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Splits what a process prints into lines, in bounded memory. A line longer than 64 KiB is cut, with a note at its end, and what follows
 * up to its line feed is read and dropped. Bytes that are no UTF-8, and NUL, become U+FFFD. Blocks; used by one thread.
 */
final class LineSplitter {

    static final int MAX_LINE_BYTES = 64 * 1024;
    static final String CUT = " [cut: the line is longer than 64 KiB]";

    private final byte[] line = new byte[MAX_LINE_BYTES];
    private final Consumer<String> lines;
    private int length;
    private boolean dropping;

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Reads to the end of the stream; a last line without line feed counts. */
    void readAll(InputStream stream) throws IOException {
        byte[] buffer = new byte[32 * 1024];
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            split(buffer, count);
        }
        if (length > 0) {
            lines.accept(text(length));
        }
    }

    private void split(byte[] bytes, int count) {
        int start = 0;
        while (start < count) {
            int end = start;
            while (end < count && bytes[end] != '\n') {
                end++;
            }
            add(bytes, start, end);
            if (end < count) {
                endLine();
            }
            start = end + 1;
        }
    }

    private void add(byte[] bytes, int start, int end) {
        if (dropping) {
            return;
        }
        int room = MAX_LINE_BYTES - length;
        int taken = Math.min(room, end - start);
        System.arraycopy(bytes, start, line, length, taken);
        length += taken;
        if (end - start > room) {
            lines.accept(text(wholeCharacters()) + CUT);
            length = 0;
            dropping = true;
        }
    }

    private void endLine() {
        if (!dropping) {
            lines.accept(text(length > 0 && line[length - 1] == '\r' ? length - 1 : length));
        }
        length = 0;
        dropping = false;
    }

    private String text(int end) {
        return new String(line, 0, end, UTF_8).replace('\0', '\uFFFD');
    }

    /** The length without a character that the cut would go through: at most three continuation bytes and their lead byte. */
    private int wholeCharacters() {
        int lead = length - 1;
        while (lead > length - 4 && (line[lead] & 0xc0) == 0x80) {
            lead--;
        }
        int expected =
                (line[lead] & 0xe0) == 0xc0 ? 2 : (line[lead] & 0xf0) == 0xe0 ? 3 : (line[lead] & 0xf8) == 0xf0 ? 4 : 1;
        return lead + expected > length ? lead : length;
    }
}
