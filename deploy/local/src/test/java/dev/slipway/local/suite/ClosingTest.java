package dev.slipway.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {

    private final Closing closing = new Closing();

    @Test
    void everyStepIsDoneWhateverBecameOfThoseBefore() {
        IllegalStateException apps = new IllegalStateException("an app does not end");
        IllegalStateException kafka = new IllegalStateException("kafka does not end");
        List<String> done = new ArrayList<>();

        // When
        closing.step(() -> done.add("services"));
        closing.step(() -> {
            throw apps;
        });
        closing.step(() -> {
            throw kafka;
        });
        closing.step(() -> done.add("postgres"));

        // Then
        assertThat(done).containsExactly("services", "postgres");
        assertThatThrownBy(closing::end).isSameAs(apps).hasSuppressedException(kafka);
    }

    @Test
    void anEndWithoutFailuresIsQuiet() {
        // When
        closing.step(() -> {});

        // Then
        assertThatCode(closing::end).doesNotThrowAnyException();
    }
}
