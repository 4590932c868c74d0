package dev.slipway.webhook;

import dev.slipway.testkit.SlipwayArchitecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theServiceKeepsTheLayeringRules() {
        SlipwayArchitecture.check("dev.slipway.webhook");
    }
}
