package dev.slipway.webhook.delivery;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One time that a delivery was tried.
 *
 * @param number 1 and up
 * @param durationMs until the receiver answered, or it was clear that it would not; null while under way, and if the worker was lost
 * @param statusCode null if the receiver did not answer
 * @param error why it counts as failed, for a person; null if it was accepted or is under way
 * @param responseHeaders empty if the receiver did not answer
 * @param responseBody the first 16 KiB; null if the receiver did not answer
 */
public record Attempt(
        int number,
        Instant startedAt,
        @Nullable Long durationMs,
        @Nullable Integer statusCode,
        @Nullable String error,
        Map<String, String> responseHeaders,
        @Nullable String responseBody) {}
