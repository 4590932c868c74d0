package dev.slipway.build.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JobControlTest {

    private final JobControl control = new JobControl();

    @Test
    void theFirstReasonCounts() {
        // Given
        control.stop(StopReason.CANCELED);

        // When
        control.stop(StopReason.TIMED_OUT);

        // Then
        assertThat(control.reason()).contains(StopReason.CANCELED);
    }

    @Test
    void aLostLeaseCountsWheneverItIsNoticed() {
        // Given
        control.stop(StopReason.CANCELED);

        // When
        control.stop(StopReason.LEASE_LOST);

        // Then
        assertThat(control.reason()).contains(StopReason.LEASE_LOST);
        assertThat(control.waitOrLost(Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void whatBeginsAfterTheStopIsBrokenOffAtOnce() {
        // Given
        AtomicInteger brokenOff = new AtomicInteger();
        control.stop(StopReason.CANCELED);

        // When
        control.breakOffBy(brokenOff::incrementAndGet);

        // Then
        assertThat(brokenOff).hasValue(1);
    }

    @Test
    void whatIsOverIsNotBrokenOff() {
        // Given
        AtomicInteger brokenOff = new AtomicInteger();
        control.breakOffBy(brokenOff::incrementAndGet);
        control.goOnUnbroken();

        // When
        control.stop(StopReason.TIMED_OUT);

        // Then
        assertThat(brokenOff).hasValue(0);
    }
}
