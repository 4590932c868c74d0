package dev.slipway.build.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepScriptTest {

    @Test
    void printsEachCommandAsItIsWrittenBeforeItRuns() throws Exception {
        // Given
        String script =
                StepScript.of(List.of("A='it'\"'\"'s'; echo \"$A\"", "if true\nthen echo two\nfi", "echo -n %s"));

        // When
        Run run = run(script);

        // Then
        assertThat(run.output()).isEqualTo("""
                        + A='it'"'"'s'; echo "$A"
                        it's
                        + if true
                        then echo two
                        fi
                        two
                        + echo -n %s
                        %s""");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void endsAtTheFirstCommandThatFails() throws Exception {
        // Given
        String script = StepScript.of(List.of("echo one", "(exit 7)", "echo three"));

        // When
        Run run = run(script);

        // Then
        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.output()).isEqualTo("+ echo one\none\n+ (exit 7)\n");
    }

    private static Run run(String script) throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", script)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(output, process.waitFor());
    }

    private record Run(String output, int exitCode) {}
}
