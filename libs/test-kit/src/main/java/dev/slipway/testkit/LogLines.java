package dev.slipway.testkit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What the service logs while a test looks, with the keys that say what each line is about. */
public final class LogLines extends Handler implements AutoCloseable {

    /** @param keys of the structured log */
    public record Line(String message, Map<String, String> keys) {}

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;

    private LogLines(Logger logger) {
        this.logger = logger;
    }

    public static LogLines of(Class<?> source) {
        LogLines seen = new LogLines(Logger.getLogger(source.getName()));
        seen.logger.addHandler(seen);
        return seen;
    }

    public List<Line> seen() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord record) {
        ExtLogRecord line = ExtLogRecord.wrap(record);
        lines.add(new Line(line.getFormattedMessage(), Map.copyOf(line.getMdcCopy())));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
