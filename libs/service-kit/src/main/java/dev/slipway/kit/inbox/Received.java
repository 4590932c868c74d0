package dev.slipway.kit.inbox;

import dev.slipway.events.Message;
import dev.slipway.events.MessageType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as it arrived.
 *
 * @param eventId the same for every repeat of the message
 * @param time when it was published
 * @param traceparent the W3C trace context of what caused it
 */
public record Received(
        UUID eventId,
        MessageType type,
        Message message,
        Instant time,
        @Nullable String traceparent) {}
