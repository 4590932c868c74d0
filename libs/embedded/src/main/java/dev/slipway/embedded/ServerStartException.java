package dev.slipway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An embedded server did not start; the message says why, with the last lines of its log. */
public final class ServerStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LOG_LINES_SHOWN = 15;

    public ServerStartException(String message) {
        super(message);
    }

    public ServerStartException(String message, Throwable cause) {
        super(message, cause);
    }

    static ServerStartException withLog(String message, Path log) {
        return new ServerStartException(message + lastLines(log));
    }

    private static String lastLines(Path log) {
        if (!Files.exists(log)) {
            return "";
        }
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
            return "; last lines of " + log + ":\n  " + String.join("\n  ", last);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
