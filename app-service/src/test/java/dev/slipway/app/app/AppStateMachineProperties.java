package dev.slipway.app.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.AppState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Random and repeated happenings. */
class AppStateMachineProperties {

    private static final UUID NODE = UUID.randomUUID();

    enum Happening {
        START_BEGUN,
        STARTED,
        START_FAILED,
        STOP_BEGUN,
        STOPPED,
        PROCESS_ENDED,
        STOPPED_BY_OPERATOR,
        OPERATED,
        TOLD
    }

    @Property
    void only_allowed_transitions_happen_each_one_version_later(@ForAll @Size(max = 80) List<Happening> happenings) {
        // Given
        App app = stopped();
        Instant now = app.createdAt();
        for (Happening happening : happenings) {
            // When
            now = now.plusMillis(7);
            Optional<App> next = apply(app, happening, now);
            // Then
            if (next.isPresent()) {
                App after = next.get();
                assertThat(after.version()).isEqualTo(app.version() + 1);
                assertThat(after.state() == app.state() || AppStateMachine.allows(app.state(), after.state()))
                        .isTrue();
                assertThat(after.reason() != null).isEqualTo(needsAReason(app, after));
                assertThat(after.changedAt()).isEqualTo(after.state() == app.state() ? app.changedAt() : now);
                app = after;
            }
        }
    }

    @Property
    void whatever_may_have_a_process_has_a_node_and_a_run(@ForAll @Size(max = 80) List<Happening> happenings) {
        // Given
        App app = stopped();
        // When
        for (Happening happening : happenings) {
            app = apply(app, happening, app.changedAt()).orElse(app);
            // Then
            if (app.hasProcess()) {
                assertThat(app.node()).isEqualTo(NODE);
                assertThat(app.runId()).isNotNull();
            }
        }
    }

    @Property
    void a_start_has_a_run_of_its_own(@ForAll @Size(max = 80) List<Happening> happenings) {
        // Given
        App app = stopped();
        for (Happening happening : happenings) {
            // When
            App after = apply(app, happening, app.changedAt()).orElse(app);
            // Then
            boolean begun = app.state() != AppState.STARTING && after.state() == AppState.STARTING;
            assertThat(Objects.equals(after.runId(), app.runId())).isEqualTo(!begun);
            app = after;
        }
    }

    @Property
    void what_is_not_allowed_is_refused(@ForAll Happening happening, @ForAll AppState state) {
        // Given
        App app = in(state);
        // When
        Optional<App> next = apply(app, happening, app.changedAt());
        // Then
        Optional<AppState> wanted = target(happening);
        if (wanted.isPresent() && !AppStateMachine.allows(state, wanted.get())) {
            assertThat(next).isEmpty();
        }
    }

    @Example
    void an_app_that_runs_is_not_stopped_without_being_asked_or_a_reason() {
        // Given
        App app = in(AppState.RUNNING);
        // When / Then
        assertThatThrownBy(() -> AppStateMachine.onStopped(app, app.changedAt()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(AppStateMachine.onStoppedByOperator(app, "the node ends", app.changedAt())
                        .reason())
                .isEqualTo("the node ends");
    }

    @Example
    void an_app_that_is_stopped_has_not_ended_unasked() {
        // Given
        App app = in(AppState.STOPPING);
        // When / Then
        assertThatThrownBy(() -> AppStateMachine.onProcessEnded(app, "ended", app.changedAt()))
                .isInstanceOf(IllegalStateException.class);
    }

    /** A failed app does, and one that was stopped without an action, for as long as it stays so. */
    private static boolean needsAReason(App before, App after) {
        return switch (after.state()) {
            case FAILED -> true;
            case STOPPED ->
                before.state() == AppState.RUNNING || before.state() == AppState.STOPPED && before.reason() != null;
            case STARTING, RUNNING, STOPPING -> false;
        };
    }

    private static Optional<AppState> target(Happening happening) {
        return switch (happening) {
            case START_BEGUN -> Optional.of(AppState.STARTING);
            case STARTED -> Optional.of(AppState.RUNNING);
            case START_FAILED, PROCESS_ENDED -> Optional.of(AppState.FAILED);
            case STOP_BEGUN -> Optional.of(AppState.STOPPING);
            case STOPPED, STOPPED_BY_OPERATOR -> Optional.of(AppState.STOPPED);
            case OPERATED, TOLD -> Optional.empty();
        };
    }

    private static Optional<App> apply(App app, Happening happening, Instant now) {
        try {
            return Optional.of(
                    switch (happening) {
                        case START_BEGUN -> AppStateMachine.onStartBegun(app, NODE, UUID.randomUUID(), now);
                        case STARTED -> AppStateMachine.onStarted(app, now);
                        case START_FAILED -> AppStateMachine.onStartFailed(app, "no start", now);
                        case STOP_BEGUN -> AppStateMachine.onStopBegun(app, now);
                        case STOPPED -> AppStateMachine.onStopped(app, now);
                        case PROCESS_ENDED -> AppStateMachine.onProcessEnded(app, "ended", now);
                        case STOPPED_BY_OPERATOR -> AppStateMachine.onStoppedByOperator(app, "the node ends", now);
                        case OPERATED -> app.operated(now);
                        case TOLD -> app.told();
                    });
        } catch (IllegalStateException refused) {
            return Optional.empty();
        }
    }

    private static App stopped() {
        return in(AppState.STOPPED);
    }

    private static App in(AppState state) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        return new App(
                UUID.randomUUID(),
                "acme",
                "web",
                List.of("true"),
                "",
                1,
                state,
                state == AppState.FAILED ? "failed" : null,
                state == AppState.STOPPED ? null : NODE,
                state == AppState.STOPPED ? null : UUID.randomUUID(),
                "mia",
                now,
                now,
                now);
    }
}
