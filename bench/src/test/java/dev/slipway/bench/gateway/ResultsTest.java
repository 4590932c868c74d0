package dev.slipway.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.bench.load.LoadFigures;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private static final int CONNECTIONS = 32;

    @Test
    void oneRoundInWhichTheMachineDidSomethingElseChangesNoFigure() {
        // Given
        Results results = new Results();
        results.add("nginx", CONNECTIONS, measurement(10_000, 20));
        results.add("nginx", CONNECTIONS, measurement(900, 21));
        results.add("nginx", CONNECTIONS, measurement(10_200, 22));

        // When Then
        assertThat(results.perSecond("nginx", CONNECTIONS)).hasValue(10_000);
    }

    @Test
    void ofAnEvenNumberOfRoundsTheMiddleTwoAreAveraged() {
        // Given
        Results results = new Results();
        results.add("nginx", CONNECTIONS, measurement(10_000, 20));
        results.add("nginx", CONNECTIONS, measurement(11_000, 20));

        // When Then
        assertThat(results.perSecond("nginx", CONNECTIONS)).hasValue(10_500);
    }

    @Test
    void ofMemoryTheMostIsToldWithWhateverConnectionsItWasSeen() {
        // Given
        Results results = new Results();
        results.add("Slipway", 1, measurement(1_000, 250));
        results.add("Slipway", CONNECTIONS, measurement(10_000, 290));
        results.add("nginx", CONNECTIONS, measurement(10_000, 20));

        // When Then
        assertThat(results.residentMib("Slipway")).hasValue(290);
    }

    @Test
    void aRunBesideOtherWorkCountsOnlyWhereThereIsNoQuietOne() {
        // Given
        Results results = new Results();
        results.add("nginx", CONNECTIONS, disturbed(2_000));
        results.add("nginx", CONNECTIONS, disturbed(3_000));
        results.add("nginx", CONNECTIONS, measurement(10_000, 20));
        results.add("Slipway", CONNECTIONS, disturbed(1_000));

        // When Then
        assertThat(results.perSecond("nginx", CONNECTIONS)).hasValue(10_000);
        assertThat(results.isDisturbed("nginx", CONNECTIONS)).isFalse();
        assertThat(results.perSecond("Slipway", CONNECTIONS)).hasValue(1_000);
        assertThat(results.isDisturbed("Slipway", CONNECTIONS)).isTrue();
        assertThat(results.quietRuns()).isEqualTo(1);
        assertThat(results.runs()).isEqualTo(4);
    }

    @Test
    void whatWasNotMeasuredHasNoFigure() {
        // Given
        Results results = new Results();
        results.add("Slipway", 1, measurement(1_000, 250));

        // When Then
        assertThat(results.perSecond("Slipway", CONNECTIONS)).isEmpty();
        assertThat(results.perSecond("nginx", 1)).isEmpty();
        assertThat(results.residentMib("nginx")).isEmpty();
    }

    private static Measurement measurement(double perSecond, double residentMib) {
        return new Measurement(new LoadFigures(1, perSecond, 1, 1), 1, residentMib, 0);
    }

    private static Measurement disturbed(double perSecond) {
        return new Measurement(new LoadFigures(1, perSecond, 1, 1), 1, 20, 0.5);
    }
}
