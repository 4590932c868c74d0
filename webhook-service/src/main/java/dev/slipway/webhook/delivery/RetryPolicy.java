package dev.slipway.webhook.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What counts as accepted, and when to try again.
 *
 * @param name as endpoints name it
 * @param retryAfter how long to wait after the first, the second … failure; as many as there are retries
 */
public record RetryPolicy(String name, List<Duration> retryAfter) {

    public RetryPolicy {
        retryAfter = List.copyOf(retryAfter);
    }

    /** Anything but 200 is a failure, 201 and 204 too: DaoCloud's document says so, and receivers rely on it. */
    public boolean accepts(int statusCode) {
        return statusCode == 200;
    }

    /** @return empty when there is no further retry */
    public Optional<Duration> waitAfter(int failures) {
        return failures <= retryAfter.size() ? Optional.of(retryAfter.get(failures - 1)) : Optional.empty();
    }
}
