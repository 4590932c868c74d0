package dev.slipway.build.dialect.nativeapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.build.dialect.JsonText;
import dev.slipway.build.log.LogEntry;
import dev.slipway.kit.health.Draining;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.Readiness;

/**
 * A log as server-sent events (WHATWG HTML, 9.2): each line with the id at which a reader can go on, a comment now and then so that
 * nothing on the way takes the silence for the end, and {@code event: end} after the last line.
 *
 * <p>When the service is to stop, the answer ends where it is, without {@code event: end}: to a reader that is a connection that was cut, and it goes
 * on at its last id in another replica, or here after the restart.
 */
@ApplicationScoped
class LogEvents {

    private static final String COMMENT = ": still here\n\n";

    /** Never sent: it tells that the answer is over. */
    private static final String OVER = "";

    private final ObjectMapper json;
    private final Duration commentInterval;

    /** Completes when the service is to stop; who comes after that is told at once. */
    private final BroadcastProcessor<String> stop = BroadcastProcessor.create();

    /** @param commentInterval how long at most nothing is sent */
    LogEvents(
            ObjectMapper json,
            @ConfigProperty(name = "slipway.build.log.comment-interval", defaultValue = "15s")
                    Duration commentInterval) {
        this.json = json;
        this.commentInterval = commentInterval;
    }

    void start(@Observes StartupEvent event, @Readiness Draining draining) {
        draining.onDraining(this::stop);
    }

    /** Ends every answer that there is and will be. */
    void stop() {
        stop.onComplete();
    }

    /** Each item is one event or comment, ready to be sent. */
    Multi<String> of(Multi<LogEntry> entries) {
        Multi<String> over = Multi.createFrom().item(OVER);
        Multi<String> events = Multi.createBy()
                .concatenating()
                .streams(
                        // At once, so that the answer's head reaches the reader before the first line is printed.
                        Multi.createFrom().item(COMMENT), entries.map(this::event), over);
        Multi<String> comments = Multi.createFrom()
                .ticks()
                .every(commentInterval)
                .onOverflow()
                .drop()
                .map(tick -> COMMENT);
        Multi<String> stopped = Multi.createBy().concatenating().streams(stop, over);
        return Multi.createBy()
                .merging()
                .streams(stopped, events, comments)
                .select()
                .first(event -> !event.equals(OVER));
    }

    private String event(LogEntry entry) {
        if (entry instanceof LogEntry.Line line) {
            return "id: " + line.id() + "\ndata: " + JsonText.of(json, LogLineView.of(line.line())) + "\n\n";
        }
        // An EventSource tells its page only of events that have data.
        return "id: " + entry.id() + "\nevent: end\ndata: {}\n\n";
    }
}
