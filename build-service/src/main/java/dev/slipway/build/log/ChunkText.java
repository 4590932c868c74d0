package dev.slipway.build.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.build.log.LogChunk.Printed;
import java.util.ArrayList;
import java.util.List;

/** How the lines of a chunk are written into its row: {@code 0 12 text\n} is a line on stdout, twelve seconds after the step began. */
final class ChunkText {

    private ChunkText() {}

    static byte[] write(List<Printed> lines) {
        StringBuilder text = new StringBuilder();
        for (Printed line : lines) {
            text.append(line.stream().ordinal())
                    .append(' ')
                    .append(line.seconds())
                    .append(' ')
                    .append(line.text())
                    .append('\n');
        }
        return text.toString().getBytes(UTF_8);
    }

    static List<Printed> read(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        List<Printed> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int afterStream = start + 2;
            int afterSeconds = text.indexOf(' ', afterStream);
            lines.add(new Printed(
                    text.charAt(start) == '0' ? LogLine.Stream.STDOUT : LogLine.Stream.STDERR,
                    Integer.parseInt(text, afterStream, afterSeconds, 10),
                    text.substring(afterSeconds + 1, end)));
            start = end + 1;
        }
        return lines;
    }
}
