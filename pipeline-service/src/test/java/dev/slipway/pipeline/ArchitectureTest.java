package dev.slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.slipway.testkit.SlipwayArchitecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theLayersOfTheArchitecturePageHold() {
        // When / Then
        assertThatCode(() -> SlipwayArchitecture.check("dev.slipway.pipeline")).doesNotThrowAnyException();
    }
}
