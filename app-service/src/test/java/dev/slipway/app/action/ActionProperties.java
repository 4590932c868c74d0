package dev.slipway.app.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.ActionStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** An action ends once, whoever ends it and in whatever order. */
class ActionProperties {

    @Property
    void an_action_ends_once(@ForAll @Size(min = 1, max = 20) List<Boolean> ends) {
        // Given
        Action action = running();
        // When
        Action ended = end(action, ends.get(0), action.startedAt().plusSeconds(1));
        // Then
        assertThat(ended.status()).isNotEqualTo(ActionStatus.RUNNING);
        assertThat(ended.error() == null).isEqualTo(ended.status() == ActionStatus.SUCCEEDED);
        for (boolean another : ends) {
            assertThatThrownBy(() -> end(ended, another, Instant.MAX)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Property
    void an_action_never_takes_a_negative_time(@ForAll boolean succeeded, @ForAll short millis) {
        // Given
        Action action = running();
        // When
        Action ended = end(action, succeeded, action.startedAt().plusMillis(millis));
        // Then
        assertThat(ended.finishedAt()).isAfterOrEqualTo(ended.startedAt());
    }

    private static Action end(Action action, boolean succeeded, Instant now) {
        return succeeded ? action.onSucceeded(now) : action.onFailed("why", now);
    }

    private static Action running() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        return new Action(
                UUID.randomUUID(),
                UUID.randomUUID(),
                ActionKind.START,
                ActionStatus.RUNNING,
                null,
                "mia",
                null,
                now,
                now.plusSeconds(120),
                null);
    }
}
