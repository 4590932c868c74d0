package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.slipway.testkit.SlipwayArchitecture;
import org.junit.jupiter.api.Test;

class BuildServiceArchitectureTest {

    @Test
    void theLayersHold() {
        assertThatCode(() -> SlipwayArchitecture.check("dev.slipway.build")).doesNotThrowAnyException();
    }
}
