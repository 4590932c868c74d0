package dev.slipway.webhook.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.slipway.kit.error.SlipwayException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTypePatternTest {

    @ParameterizedTest
    @CsvSource({
        "build.finished, build.finished, true",
        "build.finished, build.started, false",
        "build.*, build.finished, true",
        "build.*, build.stage.changed, true",
        "build.*, app.state.changed, false",
        "*.changed, build.stage.changed, true",
        "build.*.changed, build.stage.changed, true",
        "build.*.changed, build.finished, false",
        "*, build.finished, true",
        "build.fin*, build.finished, true",
        "build.finished*, build.finished, true",
        "build, build.finished, false",
    })
    void aStarSpansDots(String pattern, String eventType, boolean expected) {
        // When
        boolean matches = EventTypePattern.parse(pattern).matches(eventType);

        // Then
        assertThat(matches).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Build.*", "build..finished", "build.", ".build", "build.*; drop", "build.(a+)+"})
    void whatIsNoEventTypeIsRefused(String text) {
        // When Then
        assertThatThrownBy(() -> EventTypePattern.parse(text))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("event_types");
    }

    @Test
    void manyWildcardsCostNoMoreThanAFew() {
        // Given
        EventTypePattern pattern = EventTypePattern.parse("a*".repeat(45) + "b");
        String value = "a".repeat(2_000);

        // When: one that tries every way would not end while the sun shines.
        boolean matches = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> pattern.matches(value));

        // Then
        assertThat(matches).isFalse();
    }
}
