package dev.slipway.app;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The whole service with short waits. */
public class QuickActions implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "slipway.app.action.start-settle", "600ms",
                "slipway.app.action.stop-grace", "1s",
                "slipway.app.action.time-limit", "40s",
                "slipway.app.action.poll", "200ms",
                "slipway.app.keeper.look-every", "500ms");
    }
}
