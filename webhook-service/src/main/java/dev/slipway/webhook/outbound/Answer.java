package dev.slipway.webhook.outbound;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request.
 *
 * @param duration until the answer, or until it was clear that there would be none
 * @param statusCode null if the receiver did not answer
 * @param error why there was no answer, for a person; null if there was one
 * @param headers of the answer, bounded in number and size
 * @param body what was kept of the answer's body; null if there was no answer
 */
public record Answer(
        Duration duration,
        @Nullable Integer statusCode,
        @Nullable String error,
        Map<String, String> headers,
        @Nullable String body) {

    public static Answer none(Duration duration, String error) {
        return new Answer(duration, null, error, Map.of(), null);
    }
}
