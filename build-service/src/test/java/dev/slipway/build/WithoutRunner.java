package dev.slipway.build;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The service as it is where another machine runs the jobs: builds wait for as long as a test wants them to. */
public final class WithoutRunner implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("slipway.build.runner.enabled", "false");
    }
}
