package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a sandbox: only when allowed, and even then the whole tree is killed. */
class BareTest {

    private static final Path INSIDE = Path.of("/workspace");

    @TempDir
    Path folder;

    @Test
    void without_a_sandbox_nothing_starts_unless_the_operator_said_so() {
        // Given
        SandboxSettings settings = SandboxSettings.in(folder).withLevels(SandboxLevel.NONE);
        // When / Then
        assertThatThrownBy(() -> Sandbox.open(settings))
                .isInstanceOf(SandboxUnavailableException.class)
                .hasMessageContaining("NONE: not allowed")
                .hasMessageContaining("Install bubblewrap");
    }

    @Test
    void a_stronger_level_is_taken_even_when_none_is_allowed() throws Exception {
        // Given
        SandboxSettings settings = SandboxSettings.in(folder).withUnsafe(true);
        // When
        Sandbox sandbox = Sandbox.open(settings);
        // Then
        assertThat(sandbox.level()).isNotEqualTo(SandboxLevel.NONE);
    }

    @Test
    void the_working_directory_is_found_on_the_host() throws Exception {
        // Given
        Path workspace = Files.createDirectory(folder.resolve("work tree"));
        SandboxedCommand command = shell("pwd; exit 42")
                .readWrite(workspace, INSIDE)
                .workingDirectory(INSIDE)
                .build();
        // When
        Finished finished = Finished.of(bare().start(command, SupervisorPolicy.DEFAULT));
        // Then
        assertThat(finished.stdout()).isEqualTo(workspace + "\n");
        assertThat(finished.status()).isEqualTo(new ExitStatus(42, ExitStatus.Ending.EXITED));
    }

    @Test
    void a_daemon_goes_with_the_command_that_left_it() throws Exception {
        // Given
        String mark = Processes.mark();
        SandboxedCommand command = shell("(setsid sleep " + mark + " >/dev/null 2>&1 &); sleep 0.2; exit 5")
                .build();
        // When
        Finished finished = Finished.of(bare().start(command, SupervisorPolicy.DEFAULT));
        // Then
        assertThat(finished.status().code()).isEqualTo(5);
        assertThat(Processes.sleeping(mark)).isEmpty();
    }

    @Test
    void a_child_with_an_empty_environment_is_killed_with_its_command() throws Exception {
        // Given
        String mark = Processes.mark();
        SupervisedProcess process =
                bare().start(shell("env -i setsid sleep " + mark + " & wait").build(), SupervisorPolicy.DEFAULT);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !Processes.sleeping(mark).isEmpty());
        // When
        process.terminate(Duration.ZERO);
        Finished finished = Finished.of(process);
        // Then
        assertThat(finished.status()).isEqualTo(new ExitStatus(137, ExitStatus.Ending.TERMINATED));
        assertThat(Processes.sleeping(mark)).isEmpty();
    }

    @Test
    void a_daemon_is_asked_to_end_too() throws Exception {
        // Given
        String mark = Processes.mark();
        SupervisedProcess process = bare().start(
                        shell("(setsid sleep " + mark + " >/dev/null 2>&1 &); echo ready; trap '' TERM; sleep 60")
                                .build(),
                        SupervisorPolicy.DEFAULT);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !Processes.sleeping(mark).isEmpty());
        // When
        process.terminate(Duration.ofSeconds(30));
        // Then
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Processes.sleeping(mark).isEmpty());
        process.terminate(Duration.ZERO);
        assertThat(Finished.of(process).status().ending()).isEqualTo(ExitStatus.Ending.TERMINATED);
    }

    private Sandbox bare() throws Exception {
        return Sandbox.open(SandboxSettings.in(folder.resolve("runtime"))
                .withLevels(SandboxLevel.NONE)
                .withUnsafe(true));
    }

    private static SandboxedCommand.Builder shell(String script) {
        return SandboxedCommand.of("/bin/sh", "-c", script).environment("PATH", "/usr/bin:/bin");
    }
}
