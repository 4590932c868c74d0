package dev.slipway.dialects.drone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.RunStatus;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DroneWordsTest {

    @Test
    void everyStatusHasADroneWord() {
        // When
        var words = Arrays.stream(RunStatus.values()).map(DroneStatus::of);

        // Then
        assertThat(words)
                .containsExactly(
                        "pending", "running", "blocked", "pending", "success", "failure", "error", "killed", "killed",
                        "skipped", "success");
    }

    @Test
    void aFailureByASignalIsAKill() {
        assertThat(DroneStatus.of(RunStatus.FAILED, 137)).isEqualTo("killed");
        assertThat(DroneStatus.of(RunStatus.FAILED, 130)).isEqualTo("killed");
        assertThat(DroneStatus.of(RunStatus.FAILED, 128)).isEqualTo("killed");
        assertThat(DroneStatus.of(RunStatus.FAILED, 1)).isEqualTo("failure");
        assertThat(DroneStatus.of(RunStatus.ERRORED, 137)).isEqualTo("error");
    }

    @Test
    void whatHasNotHappenedYetIsZero() {
        assertThat(DroneTime.seconds(null)).isZero();
        assertThat(DroneTime.seconds(Instant.ofEpochSecond(1487573783, 999_000_000)))
                .isEqualTo(1487573783);
    }
}
