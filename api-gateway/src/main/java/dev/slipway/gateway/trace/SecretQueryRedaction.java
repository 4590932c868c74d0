package dev.slipway.gateway.trace;

import dev.slipway.gateway.exchange.SecretQuery;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Takes {@code access_token} out of the addresses that spans record, before anything sees the span. */
@ApplicationScoped
public class SecretQueryRedaction implements SpanProcessor {

    private static final List<AttributeKey<String>> ADDRESSES = List.of(
            AttributeKey.stringKey("url.query"),
            AttributeKey.stringKey("url.full"),
            AttributeKey.stringKey("http.url"),
            AttributeKey.stringKey("http.target"));

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        for (AttributeKey<String> key : ADDRESSES) {
            String address = span.getAttribute(key);
            if (address != null) {
                String redacted = SecretQuery.redacted(address);
                if (!redacted.equals(address)) {
                    span.setAttribute(key, redacted);
                }
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
