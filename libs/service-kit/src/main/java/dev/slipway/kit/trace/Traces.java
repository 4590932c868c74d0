package dev.slipway.kit.trace;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One trace from the HTTP request through the outbox, Kafka and the inbox into whatever follows. Between threads and processes it travels
 * as a W3C {@code traceparent} in rows and headers, never as an ambient context.
 */
public final class Traces {

    private static final String TRACEPARENT = "traceparent";
    private static final String INSTRUMENTATION = "dev.slipway.kit";
    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private Traces() {}

    /** The trace context of what runs now, as a {@code traceparent}; null outside of any. */
    public static @Nullable String current() {
        return format(Span.current().getSpanContext());
    }

    /** Runs the handling of a message as a child of the trace that the message carries. */
    public static <T extends @Nullable Object> Uni<T> consuming(
            String name, @Nullable String traceparent, Function<@Nullable String, Uni<T>> work) {
        return span(name, SpanKind.CONSUMER, traceparent, work);
    }

    /** Runs a request to somebody else as a child of the given trace; {@code work} gets the {@code traceparent} to send along. */
    public static <T extends @Nullable Object> Uni<T> calling(
            String name, @Nullable String traceparent, Function<@Nullable String, Uni<T>> work) {
        return span(name, SpanKind.CLIENT, traceparent, work);
    }

    /** Runs work of our own as a child of the given trace. */
    public static <T extends @Nullable Object> Uni<T> working(
            String name, @Nullable String traceparent, Function<@Nullable String, Uni<T>> work) {
        return span(name, SpanKind.INTERNAL, traceparent, work);
    }

    private static <T extends @Nullable Object> Uni<T> span(
            String name, SpanKind kind, @Nullable String traceparent, Function<@Nullable String, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Span span = GlobalOpenTelemetry.getTracer(INSTRUMENTATION)
                    .spanBuilder(name)
                    .setSpanKind(kind)
                    .setParent(parse(traceparent))
                    .startSpan();
            String own = format(span.getSpanContext());
            return Uni.createFrom()
                    .deferred(() -> work.apply(own == null ? traceparent : own))
                    .onFailure()
                    .invoke(failure -> span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage())))
                    .onTermination()
                    .invoke(span::end);
        });
    }

    private static Context parse(@Nullable String traceparent) {
        if (traceparent == null) {
            return Context.root();
        }
        return W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), Map.of(TRACEPARENT, traceparent), GETTER);
    }

    private static @Nullable String format(SpanContext context) {
        if (!context.isValid()) {
            return null;
        }
        return String.join(
                "-",
                List.of(
                        "00",
                        context.getTraceId(),
                        context.getSpanId(),
                        context.getTraceFlags().asHex()));
    }
}
