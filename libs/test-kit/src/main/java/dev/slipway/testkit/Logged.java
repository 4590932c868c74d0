package dev.slipway.testkit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** Listens to what a class logs on any thread until it is closed: each line as a log in JSON shows it, with the keys that say what it is about. */
public final class Logged implements AutoCloseable {

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Handler listener = new Listener(lines);
    private final Logger logger;

    private Logged(Logger logger) {
        this.logger = logger;
        logger.addHandler(listener);
    }

    public static Logged by(Class<?> where) {
        return new Logged(Logger.getLogger(where.getName()));
    }

    /** @param keys the MDC when the line was written */
    public record Line(String level, String message, Map<String, String> keys) {}

    /** What has been logged so far about the thing of that id. */
    public List<Line> about(String key, Object id) {
        return lines.stream()
                .filter(line -> id.toString().equals(line.keys().get(key)))
                .toList();
    }

    @Override
    public void close() {
        logger.removeHandler(listener);
    }

    private static final class Listener extends Handler {

        private final List<Line> lines;

        Listener(List<Line> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord written) {
            ExtLogRecord line = ExtLogRecord.wrap(written);
            lines.add(new Line(line.getLevel().getName(), line.getFormattedMessage(), line.getMdcCopy()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
