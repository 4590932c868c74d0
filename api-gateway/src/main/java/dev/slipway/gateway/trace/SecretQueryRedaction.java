package dev.slipway.gateway.trace;

import dev.slipway.gateway.exchange.SecretQuery;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.UnaryOperator;

/** Takes {@code access_token} out of the addresses that spans record, before anything sees the span. */
@ApplicationScoped
public class SecretQueryRedaction implements SpanProcessor {

    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
    private static final List<AttributeKey<String>> ADDRESSES = List.of(
            AttributeKey.stringKey("url.full"),
            AttributeKey.stringKey("http.url"),
            AttributeKey.stringKey("http.target"));

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        redact(span, QUERY, SecretQuery::redactedQuery);
        for (AttributeKey<String> key : ADDRESSES) {
            redact(span, key, SecretQuery::redactedAddress);
        }
    }

    private static void redact(ReadWriteSpan span, AttributeKey<String> key, UnaryOperator<String> how) {
        String recorded = span.getAttribute(key);
        if (recorded != null) {
            String redacted = how.apply(recorded);
            if (!redacted.equals(recorded)) {
                span.setAttribute(key, redacted);
            }
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // What a span records of an address is known at its start.
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
