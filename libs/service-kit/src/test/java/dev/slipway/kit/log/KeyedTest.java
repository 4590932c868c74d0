package dev.slipway.kit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyedTest {

    private final UUID run = UUID.randomUUID();

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void theKeysAreThereWhileTheLinesAreWrittenAndNoLonger() {
        // Given
        Map<String, Object> seen = new HashMap<>();
        MDC.put(LogKeys.RUN_ID, "another");

        // When
        Keyed.log(Map.of(LogKeys.RUN_ID, run, LogKeys.PIPELINE_ID, "p"), () -> seen.putAll(MDC.getMap()));

        // Then
        assertThat(seen).containsEntry(LogKeys.RUN_ID, run.toString()).containsEntry(LogKeys.PIPELINE_ID, "p");
        assertThat(MDC.get(LogKeys.RUN_ID)).isEqualTo("another");
        assertThat(MDC.get(LogKeys.PIPELINE_ID)).isNull();
    }

    @Test
    void theKeysGoAlsoWhenWritingFails() {
        // When
        assertThatThrownBy(() -> Keyed.log(Map.of(LogKeys.RUN_ID, run), () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        // Then
        assertThat(MDC.get(LogKeys.RUN_ID)).isNull();
    }
}
