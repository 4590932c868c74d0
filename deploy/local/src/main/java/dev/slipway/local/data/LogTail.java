package dev.slipway.local.data;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The end of a process's log. */
public final class LogTail {

    /** A log that has grown beyond this is set aside when its process starts. */
    private static final long TRIM_BYTES = 20L * 1024 * 1024;

    private static final int LINES_SHOWN = 12;
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

    /** For the end of a message: {@code "; last lines of …"}. */
    public static String lastLines(Path log) {
        if (!Files.exists(log)) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - BYTES_READ));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            List<String> last = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
            return "; last lines of " + log + ":\n  " + String.join("\n  ", last);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
