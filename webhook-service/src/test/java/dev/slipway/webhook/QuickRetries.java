package dev.slipway.webhook;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * The whole service with short waits; that the real ones are the document's is a property test's business. Without its poll: whatever
 * arrives was begun by a signal or by an exact timer.
 */
public class QuickRetries implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "slipway.webhook.daocloud-retry-after", "300ms,600ms,900ms",
                "slipway.webhook.attempt-time-limit", "2s",
                "slipway.webhook.poll-every", "1h",
                "slipway.webhook.max-in-flight-per-endpoint", "4");
    }
}
