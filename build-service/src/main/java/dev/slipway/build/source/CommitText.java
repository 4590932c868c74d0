package dev.slipway.build.source;

import dev.slipway.events.BuildSnapshot;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Reads what git says of a commit. All of it was written by the commit's author, and is cut to what the rest of the suite can bear. */
final class CommitText {

    private static final int MAX_MESSAGE_BYTES = 4 * 1024;
    private static final int MAX_NAME_BYTES = 256;

    private CommitText() {}

    /** @param text the five fields, separated by NUL */
    static BuildSnapshot.Commit parse(String text) {
        String[] fields = text.split("\0", 5);
        if (fields.length != 5) {
            throw new SourceException(SourceException.Kind.CANNOT_CLONE, "git said nothing of the commit");
        }
        return new BuildSnapshot.Commit(
                fields[0],
                cut(fields[4].strip(), MAX_MESSAGE_BYTES),
                cut(fields[1], MAX_NAME_BYTES),
                cut(fields[2], MAX_NAME_BYTES),
                dateOf(fields[3]));
    }

    /** Dates are the author's too: one that no calendar has counts as the epoch. */
    private static Instant dateOf(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException impossible) {
            return Instant.EPOCH;
        }
    }

    /** At most {@code maxBytes} of UTF-8, never half a character. */
    static String cut(String text, int maxBytes) {
        CharBuffer source = CharBuffer.wrap(text);
        StandardCharsets.UTF_8.newEncoder().encode(source, ByteBuffer.allocate(maxBytes), true);
        return text.substring(0, source.position());
    }
}
