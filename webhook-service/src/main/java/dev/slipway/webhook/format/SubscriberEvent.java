package dev.slipway.webhook.format;

import dev.slipway.events.BuildStatusChanged;
import dev.slipway.events.Message;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A change that subscribers may want to hear of.
 *
 * @param type in the words of the subscribers' API, such as {@code build.finished}
 * @param tenant the slug of the tenant that the changed thing belongs to
 * @param aggregateId the build that changed
 * @param time when it was told
 * @param change what the owning service told
 */
public record SubscriberEvent(String type, String tenant, UUID aggregateId, Instant time, BuildStatusChanged change) {

    /** Empty for messages that no format tells of, such as the refusal of a build that another service asked for. */
    public static Optional<SubscriberEvent> of(Message message, Instant time) {
        if (message instanceof BuildStatusChanged change) {
            return Optional.of(new SubscriberEvent(
                    change.change().eventType(),
                    change.build().flow().tenant(),
                    change.build().id(),
                    time,
                    change));
        }
        return Optional.empty();
    }
}
