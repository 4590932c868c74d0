package dev.slipway.webhook.delivery;

import dev.slipway.webhook.format.PayloadFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that wants an event.
 *
 * @param tenant of the endpoint; null for one of the installation
 */
record Subscription(UUID endpointId, @Nullable String tenant, PayloadFormat format) {}
