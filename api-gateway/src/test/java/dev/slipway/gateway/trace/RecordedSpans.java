package dev.slipway.gateway.trace;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what every span of the test run has recorded. */
@ApplicationScoped
public class RecordedSpans implements SpanProcessor {

    private final List<String> ended = new CopyOnWriteArrayList<>();

    List<String> ended() {
        return ended;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // Only what is recorded at the end counts.
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        ended.add(span.toSpanData().getName() + " " + span.toSpanData().getAttributes());
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
