package dev.slipway.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Random and repeated happenings, against a clock that only the test moves. */
class DeliveryStateMachineProperties {

    private static final RetryPolicy DAOCLOUD =
            new RetryPolicy("daocloud", List.of(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(60)));

    enum Happening {
        CLAIMED,
        ACCEPTED,
        FAILED,
        INTERRUPTED,
        HELD,
        RELEASED,
        ABANDONED,
        ACCEPTED_TOO_LATE,
        FAILED_TOO_LATE
    }

    @Property
    void onlyAllowedTransitionsHappenAndAFinalStateIsFinal(@ForAll @Size(max = 60) List<Happening> happenings) {
        // Given
        DeliveryState state = DeliveryState.NEW;

        for (Happening happening : happenings) {
            // When
            Optional<DeliveryState> next = apply(state, happening);

            // Then
            if (next.isPresent()) {
                assertThat(DeliveryStateMachine.allows(
                                state.status(), next.get().status()))
                        .isTrue();
                assertThat(state.status().isFinal()).isFalse();
                assertThat(next.get().epoch()).isGreaterThanOrEqualTo(state.epoch());
                state = next.get();
            }
        }
    }

    @Property
    void aWorkerWhoseEpochIsOverChangesNothing(@ForAll @Size(max = 60) List<Happening> happenings) {
        // Given
        DeliveryState state = DeliveryState.NEW;
        for (Happening happening : happenings) {
            state = apply(state, happening).orElse(state);
        }

        // When
        Optional<DeliveryState> accepted = DeliveryStateMachine.onAccepted(state, state.epoch() - 1);
        Optional<DeliveryState> failed = DeliveryStateMachine.onFailed(state, state.epoch() - 1, DAOCLOUD, "late");

        // Then
        assertThat(accepted).isEmpty();
        assertThat(failed).isEmpty();
    }

    @Property
    void aDeliveryThatAlwaysFailsIsTriedFourTimesAtTheDocumentsIntervals(
            @ForAll @IntRange(min = 0, max = 10_000) int attemptMillis) {
        // Given
        Instant now = Instant.EPOCH;
        DeliveryState state = DeliveryState.NEW;
        List<Duration> waits = new ArrayList<>();

        // When
        while (!state.status().isFinal()) {
            DeliveryState delivering = DeliveryStateMachine.onClaimed(state).orElseThrow();
            now = now.plusMillis(attemptMillis);
            Instant failedAt = now;
            state = DeliveryStateMachine.onFailed(delivering, delivering.epoch(), DAOCLOUD, "answered 500")
                    .orElseThrow();
            now = now.plus(state.backOff());
            waits.add(Duration.between(failedAt, now));
        }

        // Then
        assertThat(waits)
                .containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ZERO);
        assertThat(state.status()).isEqualTo(DeliveryStatus.DEAD);
        assertThat(state.attempts()).isEqualTo(4);
        assertThat(state.reason()).contains("4 failed attempts").contains("answered 500");
    }

    @Property
    void aWorkerThatIsLostOrStopsUsesUpNoRetry(@ForAll @IntRange(min = 0, max = 20) int interruptions) {
        // Given
        DeliveryState state = DeliveryState.NEW;
        for (int i = 0; i < interruptions; i++) {
            DeliveryState delivering = DeliveryStateMachine.onClaimed(state).orElseThrow();
            state = DeliveryStateMachine.onInterrupted(delivering).orElseThrow();
        }

        // When
        int failures = 0;
        while (!state.status().isFinal()) {
            DeliveryState delivering = DeliveryStateMachine.onClaimed(state).orElseThrow();
            state = DeliveryStateMachine.onFailed(delivering, delivering.epoch(), DAOCLOUD, "reset")
                    .orElseThrow();
            failures++;
        }

        // Then
        assertThat(failures).isEqualTo(4);
        assertThat(state.attempts()).isEqualTo(interruptions + 4);
    }

    private static Optional<DeliveryState> apply(DeliveryState state, Happening happening) {
        return switch (happening) {
            case CLAIMED -> DeliveryStateMachine.onClaimed(state);
            case ACCEPTED -> DeliveryStateMachine.onAccepted(state, state.epoch());
            case FAILED -> DeliveryStateMachine.onFailed(state, state.epoch(), DAOCLOUD, "answered 500");
            case INTERRUPTED -> DeliveryStateMachine.onInterrupted(state);
            case HELD -> DeliveryStateMachine.onHeld(state, "its endpoint is disabled");
            case RELEASED -> DeliveryStateMachine.onReleased(state);
            case ABANDONED -> DeliveryStateMachine.onAbandoned(state, "its endpoint was deleted");
            case ACCEPTED_TOO_LATE -> DeliveryStateMachine.onAccepted(state, state.epoch() - 1);
            case FAILED_TOO_LATE -> DeliveryStateMachine.onFailed(state, state.epoch() - 1, DAOCLOUD, "late");
        };
    }
}
