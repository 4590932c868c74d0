package dev.slipway.local.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.data.Phase;
import dev.slipway.local.data.ProcessState;
import dev.slipway.local.data.RunState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final TerminalProgress progress =
            new TerminalProgress(new PrintStream(terminal, true, StandardCharsets.UTF_8));

    @Test
    void aProcessThatFailedIsShownWithItsReason() {
        // When
        progress.show(state(Phase.FAILED, "ended with exit code 1"));
        progress.close();

        // Then
        assertThat(terminal.toString(StandardCharsets.UTF_8))
                .containsPattern("build-service +failed: ended with exit code 1");
    }

    private static RunState state(Phase phase, String note) {
        return new RunState(
                1,
                1,
                "boot",
                "http://127.0.0.1:1",
                List.of(new ProcessState(
                        "build-service", null, 1, phase, "2026-01-01T00:00:00Z", 0, note, null, null)));
    }
}
