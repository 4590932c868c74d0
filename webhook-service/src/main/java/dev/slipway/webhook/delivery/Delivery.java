package dev.slipway.webhook.delivery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one endpoint.
 *
 * @param id also the {@code webhook-id} of each attempt
 * @param tenant of the endpoint; null for one of the installation
 * @param aggregateId what changed: the build
 * @param nextAttemptAt while PENDING
 * @param reason why it is DEAD or HELD
 * @param attempts in their order
 */
public record Delivery(
        UUID id,
        UUID endpointId,
        @Nullable String tenant,
        UUID eventId,
        String eventType,
        UUID aggregateId,
        DeliveryStatus status,
        @Nullable Instant nextAttemptAt,
        @Nullable String reason,
        Instant createdAt,
        @Nullable Instant finishedAt,
        List<Attempt> attempts) {

    public Delivery {
        attempts = List.copyOf(attempts);
    }
}
