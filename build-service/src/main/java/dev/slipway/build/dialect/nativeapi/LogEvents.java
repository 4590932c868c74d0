package dev.slipway.build.dialect.nativeapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.build.dialect.JsonText;
import dev.slipway.build.log.LogEntry;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;

/**
 * A log as server-sent events: each line with the id at which a reader can go on, a comment now and then so that nothing on the way takes
 * the silence for the end, and {@code event: end} after the last line.
 */
final class LogEvents {

    private static final Duration COMMENT_INTERVAL = Duration.ofSeconds(15);

    private final Sse sse;
    private final ObjectMapper json;

    LogEvents(Sse sse, ObjectMapper json) {
        this.sse = sse;
        this.json = json;
    }

    Multi<OutboundSseEvent> of(Multi<LogEntry> entries) {
        OutboundSseEvent over = comment("over");
        Multi<OutboundSseEvent> events = Multi.createBy()
                .concatenating()
                .streams(
                        // At once, so that the answer's head reaches the reader before the first line is printed.
                        Multi.createFrom().item(comment("log")),
                        entries.map(this::event),
                        Multi.createFrom().item(over));
        Multi<OutboundSseEvent> comments = Multi.createFrom()
                .ticks()
                .every(COMMENT_INTERVAL)
                .onOverflow()
                .drop()
                .map(tick -> comment("waiting"));
        // Two endless streams end when one of them says so.
        return Multi.createBy().merging().streams(events, comments).select().first(event -> event != over);
    }

    private OutboundSseEvent event(LogEntry entry) {
        if (entry instanceof LogEntry.Line line) {
            return sse.newEventBuilder()
                    .id(line.id())
                    .data(JsonText.of(json, LogLineView.of(line.line())))
                    .build();
        }
        // An EventSource tells its page only of events that have data.
        return sse.newEventBuilder().id(entry.id()).name("end").data("{}").build();
    }

    private OutboundSseEvent comment(String text) {
        return sse.newEventBuilder().comment(text).build();
    }
}
