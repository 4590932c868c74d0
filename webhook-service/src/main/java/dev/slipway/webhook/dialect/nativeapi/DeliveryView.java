package dev.slipway.webhook.dialect.nativeapi;

import dev.slipway.webhook.delivery.Attempt;
import dev.slipway.webhook.delivery.Delivery;
import dev.slipway.webhook.delivery.DeliveryStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A delivery as the native API shows it. Its id is the {@code webhook-id} that the receiver saw. */
record DeliveryView(
        UUID id,
        UUID endpointId,
        UUID eventId,
        String eventType,
        UUID buildId,
        DeliveryStatus status,
        @Nullable String reason,
        @Nullable Instant nextAttemptAt,
        Instant createdAt,
        @Nullable Instant finishedAt,
        List<Attempt> attempts) {

    static DeliveryView of(Delivery delivery) {
        return new DeliveryView(
                delivery.id(),
                delivery.endpointId(),
                delivery.eventId(),
                delivery.eventType(),
                delivery.aggregateId(),
                delivery.status(),
                delivery.reason(),
                delivery.nextAttemptAt(),
                delivery.createdAt(),
                delivery.finishedAt(),
                delivery.attempts());
    }
}
