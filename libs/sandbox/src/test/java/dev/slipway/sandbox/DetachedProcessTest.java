package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that outlive the JVM that started them, at every level. */
class DetachedProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(SandboxLevel.class)
    void it_outlives_its_starter_and_is_adopted_and_stopped_by_another(SandboxLevel level) throws Exception {
        // Given
        String mark = Processes.mark();
        startElsewhere(level, "setsid sleep " + mark + " & sleep " + mark);
        await().atMost(PATIENCE).until(() -> Processes.sleeping(mark).size() == 2);
        DetachedProcess adopted = DetachedProcess.adopt(app()).orElseThrow();
        assertThat(adopted.isAlive()).isTrue();
        // When
        DetachedExit exit = end(adopted, Duration.ofSeconds(5));
        // Then
        assertThat(exit.code()).hasValue(143);
        assertThat(exit.started()).isTrue();
        assertThat(Processes.sleeping(mark)).isEmpty();
        assertThat(adopted.isAlive()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(SandboxLevel.class)
    void its_exit_is_told_truly_though_nobody_was_there(SandboxLevel level) throws Exception {
        // Given
        startElsewhere(level, "echo working; sleep 0.3; echo failed >&2; exit 7");
        DetachedProcess adopted = DetachedProcess.adopt(app()).orElseThrow();
        await().atMost(PATIENCE).until(() -> !adopted.isAlive());
        // When
        DetachedExit exit = exitOf(DetachedProcess.adopt(app()).orElseThrow());
        // Then
        assertThat(exit).isEqualTo(new DetachedExit(OptionalInt.of(7), true, Optional.empty()));
        assertThat(adopted.log()).hasContent("working\nfailed\n");
    }

    @ParameterizedTest
    @EnumSource(SandboxLevel.class)
    void one_that_will_not_end_is_killed_after_the_grace(SandboxLevel level) throws Exception {
        // Given
        String mark = Processes.mark();
        DetachedProcess process = start(level, "trap '' TERM; sleep " + mark);
        await().atMost(PATIENCE).until(() -> !Processes.sleeping(mark).isEmpty());
        // When
        DetachedExit exit = end(process, Duration.ofMillis(300));
        // Then
        assertThat(exit.code()).hasValue(137);
        assertThat(Processes.sleeping(mark)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SandboxLevel.class)
    void one_that_ends_politely_tells_its_own_code(SandboxLevel level) throws Exception {
        // Given
        DetachedProcess process = start(level, "trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.1; done");
        await().atMost(PATIENCE).until(() -> Files.exists(process.log()) && Files.size(process.log()) > 0);
        // When
        DetachedExit exit = end(process, Duration.ofSeconds(30));
        // Then
        assertThat(exit.code()).hasValue(3);
        assertThat(process.log()).content().startsWith("ready\n").endsWith("bye\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = SandboxLevel.class,
            names = {"BUBBLEWRAP", "NAMESPACES"})
    void a_killed_supervisor_leaves_nothing_and_an_unknown_exit(SandboxLevel level) throws Exception {
        // Given
        String mark = Processes.mark();
        DetachedProcess process = start(level, "setsid sleep " + mark + " & sleep " + mark);
        await().atMost(PATIENCE).until(() -> Processes.sleeping(mark).size() == 2);
        // When
        ProcessHandle.of(process.identity().pid()).orElseThrow().destroyForcibly();
        // Then
        assertThat(exitOf(process)).isEqualTo(new DetachedExit(OptionalInt.empty(), true, Optional.empty()));
        await().atMost(PATIENCE).until(() -> Processes.sleeping(mark).isEmpty());
    }

    @Test
    void why_it_was_stopped_is_told_to_whoever_adopts_it() throws Exception {
        // Given
        String mark = Processes.mark();
        DetachedProcess process = start(SandboxLevel.NAMESPACES, "sleep " + mark);
        await().atMost(PATIENCE).until(() -> !Processes.sleeping(mark).isEmpty());
        // When
        process.stop(Duration.ofSeconds(5), "the machine moves house");
        await().atMost(PATIENCE).until(() -> !process.isAlive());
        // Then
        DetachedExit exit = exitOf(DetachedProcess.adopt(app()).orElseThrow());
        assertThat(exit.stopReason()).hasValue("the machine moves house");
        assertThat(exit.code()).hasValue(143);
    }

    @Test
    void a_signal_to_the_starters_group_does_not_reach_it() throws Exception {
        // Given
        String mark = Processes.mark();
        DetachedProcess process = start(SandboxLevel.NAMESPACES, "sleep " + mark);
        await().atMost(PATIENCE).until(() -> !Processes.sleeping(mark).isEmpty());
        // When
        String stat = Files.readString(
                Path.of("/proc", Long.toString(process.identity().pid()), "stat"));
        // Then: session and process group are its own.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        assertThat(List.of(fields[2], fields[3]))
                .containsOnly(Long.toString(process.identity().pid()));
        end(process, Duration.ZERO);
    }

    @Test
    void a_command_that_could_not_run_is_told_with_its_reason_in_the_log() throws Exception {
        // Given
        SandboxedCommand command = SandboxedCommand.of("true")
                .workingDirectory(Path.of("/missing"))
                .build();
        // When
        DetachedProcess process =
                sandbox(SandboxLevel.NAMESPACES).startDetached(command, app(), DetachedPolicy.DEFAULT);
        DetachedExit exit = exitOf(process);
        // Then
        assertThat(exit.started()).isFalse();
        assertThat(process.log()).content().contains("/missing");
    }

    @Test
    void the_log_is_bounded_and_keeps_the_newest() throws Exception {
        // Given
        SandboxedCommand command = SandboxedCommand.of("/bin/sh", "-c", "seq 1 100000; echo last")
                .environment("PATH", "/usr/bin:/bin")
                .build();
        // When
        DetachedProcess process = sandbox(SandboxLevel.NAMESPACES)
                .startDetached(command, app(), new DetachedPolicy(Duration.ofSeconds(1), 20_000));
        exitOf(process);
        // Then
        assertThat(Files.size(process.log())).isLessThanOrEqualTo(20_000);
        assertThat(Files.size(process.previousLog())).isEqualTo(20_000);
        assertThat(Files.readString(process.log())).endsWith("100000\nlast\n");
    }

    @Test
    void a_folder_is_used_once() throws Exception {
        // Given
        exitOf(start(SandboxLevel.NAMESPACES, "true"));
        // When / Then
        assertThatThrownBy(() -> start(SandboxLevel.NAMESPACES, "true")).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(SandboxLevel.class)
    void what_a_killed_starter_left_without_a_record_is_started_anew(SandboxLevel level) throws Exception {
        // Given
        exitOf(start(level, "echo first"));
        Files.delete(app().resolve(ProcessRecord.NAME));
        // When
        DetachedProcess again = start(level, "echo second; exit 3");
        // Then
        assertThat(exitOf(again)).isEqualTo(new DetachedExit(OptionalInt.of(3), true, Optional.empty()));
        assertThat(again.log()).hasContent("second\n");
    }

    @Test
    void nothing_is_adopted_where_nothing_was_started() throws Exception {
        // Given an empty folder
        // When
        Optional<DetachedProcess> adopted = DetachedProcess.adopt(folder);
        // Then
        assertThat(adopted).isEmpty();
    }

    @Test
    void another_process_with_the_same_pid_is_not_taken_for_it() throws Exception {
        // Given
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
        ProcessRecord.write(folder, new ProcessIdentity(self.pid(), self.startTicks() - 1, self.bootId()));
        // When
        DetachedProcess adopted = DetachedProcess.adopt(folder).orElseThrow();
        // Then
        assertThat(adopted.isAlive()).isFalse();
        assertThat(exitOf(adopted)).isEqualTo(new DetachedExit(OptionalInt.empty(), false, Optional.empty()));
    }

    @Test
    void a_starter_killed_at_any_moment_leaves_no_process_or_one_that_is_adopted() throws Exception {
        Random random = new Random(20261123);
        for (int attempt = 0; attempt < 12; attempt++) {
            // Given
            String mark = Processes.mark();
            Path app = folder.resolve("app-" + attempt);
            try (ChildJvm starter = ChildJvm.start(
                    Starter.class, runtime().toString(), "NAMESPACES", app.toString(), "sleep " + mark)) {
                assertThat(starter.readLine()).isEqualTo("starting");
                // When
                starter.process().waitFor(random.nextInt(25), TimeUnit.MILLISECONDS);
                starter.signal("KILL");
                starter.process().waitFor();
            }
            // Then
            Optional<DetachedProcess> adopted = DetachedProcess.adopt(app);
            end(adopted.isPresent() ? adopted.get() : start(SandboxLevel.NAMESPACES, app, "true"), Duration.ZERO);
            await().during(Duration.ofMillis(300))
                    .atMost(PATIENCE)
                    .until(() -> Processes.sleeping(mark).isEmpty());
        }
    }

    private Path app() {
        return folder.resolve("app");
    }

    private Path runtime() {
        return folder.resolve("runtime");
    }

    private void startElsewhere(SandboxLevel level, String script) throws Exception {
        try (ChildJvm starter =
                ChildJvm.start(Starter.class, runtime().toString(), level.name(), app().toString(), script)) {
            assertThat(starter.readLine()).isEqualTo("starting");
            assertThat(starter.readLine()).isEqualTo("started");
        }
    }

    private Sandbox sandbox(SandboxLevel level) throws Exception {
        return Sandbox.open(SandboxSettings.in(runtime()).withLevels(level).withUnsafe(true));
    }

    private DetachedProcess start(SandboxLevel level, String script) throws Exception {
        return start(level, app(), script);
    }

    private DetachedProcess start(SandboxLevel level, Path app, String script) throws Exception {
        SandboxedCommand command = SandboxedCommand.of("/bin/sh", "-c", script)
                .environment("PATH", "/usr/bin:/bin")
                .build();
        return sandbox(level).startDetached(command, app, DetachedPolicy.DEFAULT);
    }

    private static DetachedExit end(DetachedProcess process, Duration grace) throws Exception {
        return process.stop(grace).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static DetachedExit exitOf(DetachedProcess process) throws Exception {
        return process.onExit().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
