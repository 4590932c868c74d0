package dev.slipway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    private static final long NANOS_PER_MILLI = 1_000_000;

    @Test
    void aPercentileIsTheSmallestLatencyThatSoManyDoNotExceed() {
        // Given
        Latencies latencies = new Latencies();
        for (int i = 100; i >= 1; i--) {
            latencies.add(i * NANOS_PER_MILLI);
        }

        // When
        double median = latencies.millisAt(50);
        double almostAll = latencies.millisAt(99);

        // Then
        assertThat(median).isEqualTo(50);
        assertThat(almostAll).isEqualTo(99);
        assertThat(latencies.millisAt(100)).isEqualTo(100);
    }

    @Test
    void itGrowsWithTheRun() {
        // Given
        Latencies latencies = new Latencies();

        // When
        for (int i = 0; i < 200_000; i++) {
            latencies.add(i);
        }

        // Then
        assertThat(latencies.count()).isEqualTo(200_000);
    }

    @Test
    void withoutAnyThereIsNothingToTell() {
        // When Then
        assertThat(new Latencies().millisAt(99)).isZero();
    }
}
