package dev.slipway.webhook.delivery;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that this worker may try now, and all that it needs to do so.
 *
 * @param state DELIVERING, under the epoch of this claim
 * @param encryptedSecret of the endpoint
 * @param endpointDeleted nobody wants it any more
 * @param traceparent the trace of what caused the event
 */
public record ClaimedDelivery(
        UUID id,
        UUID endpointId,
        String eventType,
        DeliveryState state,
        String url,
        String encryptedSecret,
        String policy,
        boolean endpointDeleted,
        String contentType,
        byte[] body,
        @Nullable String traceparent) {}
