package dev.slipway.gateway;

import dev.slipway.testkit.SlipwayArchitecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void the_gateway_is_layered_like_every_service() {
        SlipwayArchitecture.check("dev.slipway.gateway");
    }
}
