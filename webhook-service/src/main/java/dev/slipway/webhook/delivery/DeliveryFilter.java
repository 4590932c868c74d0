package dev.slipway.webhook.delivery;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which deliveries a list shows; what is null does not matter. */
public record DeliveryFilter(
        @Nullable UUID endpointId,
        @Nullable DeliveryStatus status,
        @Nullable UUID buildId) {}
