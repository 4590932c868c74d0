package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoIT {

    @Test
    void everyStepOfTheDemoHolds() {
        // When
        SlipwayScript.Outcome outcome = SlipwayScript.run("demo");

        // Then
        assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out()).contains("Hello, Slipway!").contains("signature verified");
    }
}
