package dev.slipway.app;

import dev.slipway.testkit.SlipwayArchitecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void the_service_keeps_the_layering_rules() {
        SlipwayArchitecture.check("dev.slipway.app");
    }
}
