package dev.slipway.webhook.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What decides how a delivery goes on.
 *
 * @param attempts that were begun
 * @param failures attempts that the receiver is to blame for; those that our own worker did not survive do not count
 * @param epoch raised by each claim; a worker may report only under the epoch that it claimed
 * @param backOff how long until the next attempt may begin, from the change that led here; zero unless PENDING after a failure
 * @param reason why it is DEAD or HELD; null otherwise
 */
public record DeliveryState(
        DeliveryStatus status,
        int attempts,
        int failures,
        long epoch,
        Duration backOff,
        @Nullable String reason) {

    public static final DeliveryState NEW = new DeliveryState(DeliveryStatus.PENDING, 0, 0, 0, Duration.ZERO, null);
}
