package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step dies with its runner, whether the runner is killed or frozen. */
class RunnerLossTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(SandboxLevel.class)
    void a_killed_runner_takes_its_step_along(SandboxLevel level) throws Exception {
        String mark = Processes.mark();
        try (ChildJvm runner = ChildJvm.start(LonelyRunner.class, folder.toString(), level.name(), mark)) {
            // Given
            assertThat(runner.readLine()).isEqualTo("started");
            await().atMost(PATIENCE).until(() -> Processes.sleeping(mark).size() == 2);
            // When
            runner.signal("KILL");
            // Then
            await().atMost(PATIENCE).until(() -> Processes.sleeping(mark).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource(SandboxLevel.class)
    void a_frozen_runner_loses_its_step_and_is_told_when_it_wakes(SandboxLevel level) throws Exception {
        String mark = Processes.mark();
        try (ChildJvm runner = ChildJvm.start(LonelyRunner.class, folder.toString(), level.name(), mark)) {
            // Given
            assertThat(runner.readLine()).isEqualTo("started");
            await().atMost(PATIENCE).until(() -> Processes.sleeping(mark).size() == 2);
            // When
            runner.signal("STOP");
            await().atMost(PATIENCE).until(() -> Processes.sleeping(mark).isEmpty());
            runner.signal("CONT");
            // Then
            assertThat(runner.readLine()).isEqualTo(new ExitStatus(137, ExitStatus.Ending.RUNNER_LOST).toString());
        }
    }
}
