package dev.slipway.build.dialect.nativeapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.build.dialect.JsonText;
import dev.slipway.build.log.LogEntry;
import io.smallrye.mutiny.Multi;
import java.time.Duration;

/**
 * A log as server-sent events (WHATWG HTML, 9.2): each line with the id at which a reader can go on, a comment now and then so that
 * nothing on the way takes the silence for the end, and {@code event: end} after the last line.
 */
final class LogEvents {

    private static final Duration COMMENT_INTERVAL = Duration.ofSeconds(15);
    private static final String COMMENT = ": still here\n\n";

    /** Never sent: it tells the endless comments that the lines are over. */
    private static final String OVER = "";

    private final ObjectMapper json;

    LogEvents(ObjectMapper json) {
        this.json = json;
    }

    /** Each item is one event or comment, ready to be sent. */
    Multi<String> of(Multi<LogEntry> entries) {
        Multi<String> events = Multi.createBy()
                .concatenating()
                .streams(
                        // At once, so that the answer's head reaches the reader before the first line is printed.
                        Multi.createFrom().item(COMMENT),
                        entries.map(this::event),
                        Multi.createFrom().item(OVER));
        Multi<String> comments = Multi.createFrom()
                .ticks()
                .every(COMMENT_INTERVAL)
                .onOverflow()
                .drop()
                .map(tick -> COMMENT);
        return Multi.createBy().merging().streams(events, comments).select().first(event -> !event.equals(OVER));
    }

    private String event(LogEntry entry) {
        if (entry instanceof LogEntry.Line line) {
            return "id: " + line.id() + "\ndata: " + JsonText.of(json, LogLineView.of(line.line())) + "\n\n";
        }
        // An EventSource tells its page only of events that have data.
        return "id: " + entry.id() + "\nevent: end\ndata: {}\n\n";
    }
}
