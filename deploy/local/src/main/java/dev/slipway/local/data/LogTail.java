package dev.slipway.local.data;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** The end of a process's log. */
public final class LogTail {

    /** A log that has grown beyond this is set aside when its process starts. */
    private static final long TRIM_BYTES = 20L * 1024 * 1024;

    private static final int LINES_SHOWN = 10;
    private static final int BYTES_READ = 16 * 1024;

    private LogTail() {}

    /** Keeps one earlier log beside a new one, so that logs are bounded over many starts. */
    public static void trim(Path log) {
        try {
            if (Files.exists(log) && Files.size(log) > TRIM_BYTES) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Why the process ended, as far as its log tells: the errors and causes near its end, else its last lines. For the end of a
     * message.
     */
    public static String reason(Path log) {
        List<String> lines = lastLines(log);
        List<String> causes = lines.stream().filter(LogTail::tellsACause).toList();
        List<String> shown = last(causes.isEmpty() ? lines : causes);
        return shown.isEmpty() ? "" : "; from " + log + ":\n  " + String.join("\n  ", shown);
    }

    /** How long the log is by now. */
    public static long size(Path log) {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The last line of what was written since the log was that long. */
    public static Optional<String> lastLineSince(Path log, long size) {
        if (size(log) <= size) {
            return Optional.empty();
        }
        return lastLines(log).stream().reduce((earlier, later) -> later);
    }

    private static boolean tellsACause(String line) {
        return line.contains(" ERROR ") || line.startsWith("Caused by:") || line.startsWith("Message ");
    }

    private static List<String> last(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
    }

    private static List<String> lastLines(Path log) {
        if (!Files.exists(log)) {
            return List.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - BYTES_READ));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
