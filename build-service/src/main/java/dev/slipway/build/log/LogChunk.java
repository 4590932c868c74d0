package dev.slipway.build.log;

import java.util.List;
import java.util.UUID;

/**
 * Lines of one step that are stored together.
 *
 * @param step its position
 * @param firstLine the number of the first line within the step; the others follow without a gap
 */
public record LogChunk(UUID buildId, UUID jobId, int attempt, int step, int firstLine, List<Printed> lines) {

    public LogChunk {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a chunk has at least one line");
        }
    }

    /**
     * One line as it was printed.
     *
     * @param seconds since the step began
     * @param text valid Unicode without line feed and NUL
     */
    public record Printed(LogLine.Stream stream, int seconds, String text) {}
}
