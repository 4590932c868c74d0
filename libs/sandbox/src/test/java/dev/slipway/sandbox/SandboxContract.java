package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every real sandbox promises, told by real commands in it. */
abstract class SandboxContract {

    private static final Path INSIDE = Path.of("/workspace");

    @TempDir
    Path dataFolder;

    private Sandbox sandbox;
    private Path workspace;

    abstract SandboxLevel level();

    @BeforeEach
    void openTheSandbox() throws Exception {
        SandboxSettings settings =
                SandboxSettings.in(dataFolder.resolve("runtime")).withLevels(level());
        SandboxReport report = SandboxProbe.probe(settings);
        assumeTrue(report.level().isPresent(), report::summary);
        sandbox = Sandbox.open(settings);
        Path parent = Files.createDirectory(dataFolder.resolve("parent"), PrivateFolders.OWNER_ONLY);
        workspace = Files.createDirectory(parent.resolve("work tree"));
        sandbox.give(workspace);
    }

    @Test
    void the_level_asked_for_is_in_force() {
        // Given a sandbox that was allowed one level only
        // When
        Optional<SandboxLevel> level = sandbox.report().level();
        // Then
        assertThat(level).contains(level());
        assertThat(sandbox.level()).isEqualTo(level());
    }

    @Test
    void the_exit_code_comes_through_exactly() throws Exception {
        // Given
        SandboxedCommand command = shell("exit 42").build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.status()).isEqualTo(new ExitStatus(42, ExitStatus.Ending.EXITED));
    }

    @Test
    void a_command_that_kills_itself_ends_with_128_and_the_signal() throws Exception {
        // Given
        SandboxedCommand command = shell("kill -SEGV $$").build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.status()).isEqualTo(new ExitStatus(139, ExitStatus.Ending.EXITED));
    }

    @Test
    void stdout_and_stderr_come_apart_and_nothing_else_is_printed() throws Exception {
        // Given
        SandboxedCommand command = shell("echo to out; echo to err >&2").build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.stdout()).isEqualTo("to out\n");
        assertThat(finished.stderr()).isEqualTo("to err\n");
    }

    @Test
    void the_environment_is_the_given_one_whole_and_alone() throws Exception {
        // Given
        Map<String, String> environment = Map.of(
                "PATH", "/usr/bin:/bin",
                "QUOTED", "it's \"two\"\nlines $HOME `id`",
                "UID", "a name that bash keeps",
                "with.dots-and-dashes", "kept",
                "LC_ALL", "xx_XX.UTF-8",
                "EMPTY", "");
        SandboxedCommand command =
                SandboxedCommand.of("env", "-0").environment(environment).build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.stdout().split("\0"))
                .containsExactlyInAnyOrderElementsOf(environment.entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList());
        assertThat(finished.stderr()).isEmpty();
    }

    @Test
    void arguments_arrive_as_they_are_in_any_script_and_any_locale_of_this_jvm() throws Exception {
        // Given
        List<String> words =
                List.of("", " ", "it's", "\"$HOME\"", "`id`", "a\nb", "*", "-n", "h\u00e9llo \u2713 \u6f22", "x=y");
        List<String> arguments = new ArrayList<>(List.of("printf", "%s\\0"));
        arguments.addAll(words);
        SandboxedCommand command =
                SandboxedCommand.of(arguments).environment("PATH", "/usr/bin").build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.stdout()).isEqualTo(String.join("\0", words) + "\0");
    }

    @Test
    void the_environment_is_not_seen_in_any_process_list() throws Exception {
        // Given
        String secret = "secret-" + Processes.mark();
        SupervisedProcess process = sandbox.start(
                shell("echo ready; sleep 60")
                        .environment("TOKEN", secret)
                        .environment("odd.name", secret)
                        .build(),
                SupervisorPolicy.DEFAULT);
        assertThat(process.stdout().read()).isEqualTo('r');
        // When
        List<String> commandLines = ProcessHandle.allProcesses()
                .map(handle -> handle.info().commandLine().orElse(""))
                .toList();
        // Then
        assertThat(commandLines).noneMatch(line -> line.contains(secret));
        process.terminate(Duration.ZERO);
        await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive());
    }

    @Test
    void stdin_is_empty() throws Exception {
        // Given
        SandboxedCommand command = shell("cat; echo end").build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.stdout()).isEqualTo("end\n");
    }

    @Test
    void the_workspace_is_written_though_its_parents_are_closed() throws Exception {
        // Given
        SandboxedCommand command = inWorkspace("echo made > file && pwd").build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.stdout()).isEqualTo("/workspace\n");
        assertThat(workspace.resolve("file")).hasContent("made");
        assertThat(Files.getAttribute(workspace.resolve("file"), "unix:uid")).isNotEqualTo(0);
    }

    @Test
    void the_data_folder_and_the_hosts_private_folders_are_not_there() throws Exception {
        // Given
        Files.writeString(dataFolder.resolve("secret"), "secret");
        SandboxedCommand command = shell("cat " + dataFolder + "/secret " + dataFolder
                        + "/../*/secret; ls -A /root /var/lib /run /home/*; ls /etc/shadow; true")
                .build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.stdout()
                        .lines()
                        .filter(line -> !line.isBlank() && !line.endsWith(":") && !line.equals("mount")))
                .isEmpty();
        assertThat(finished.stderr()).contains("secret: No such file", "/etc/shadow");
    }

    @Test
    void a_port_that_listens_on_the_hosts_loopback_is_out_of_reach() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Given
            SandboxedCommand command = SandboxedCommand.of(
                            "/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + listening.getLocalPort())
                    .build();
            // When
            Finished finished = run(command);
            // Then
            assertThat(finished.status().code()).isNotZero();
            assertThat(finished.stderr()).containsAnyOf("Connection refused", "Network is unreachable");
        }
    }

    @Test
    void a_port_of_its_own_is_within_reach() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 listens");
        // Given
        SandboxedCommand command = SandboxedCommand.of(
                        "python3",
                        "-c",
                        "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname()); print('met')")
                .environment("PATH", "/usr/bin")
                .build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.stdout()).isEqualTo("met\n");
    }

    @Test
    void other_processes_are_neither_seen_nor_reached() throws Exception {
        // Given
        long outside = ProcessHandle.current().pid();
        SandboxedCommand command = shell("ls -d /proc/[0-9]* | wc -l; kill -0 " + outside + " && echo reached")
                .build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(Integer.parseInt(finished.stdout().strip())).isLessThan(10);
    }

    @Test
    void it_runs_without_any_right_and_cannot_get_one() throws Exception {
        // Given
        SandboxedCommand command = shell("id -u; grep -E '^(Cap(Eff|Prm|Inh|Amb)|NoNewPrivs)' /proc/self/status")
                .build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.stdout().lines().findFirst()).isPresent().get().isNotEqualTo("0");
        assertThat(finished.stdout().lines().filter(line -> line.startsWith("Cap")))
                .hasSize(4)
                .allMatch(line -> line.endsWith("0000000000000000"));
        assertThat(finished.stdout()).contains("NoNewPrivs:\t1");
    }

    @Test
    void the_system_and_the_kernels_switches_are_read_only() throws Exception {
        // Given
        SandboxedCommand command = shell(
                        "for f in /x /usr/x /etc/x /etc/passwd /proc/sys/kernel/hostname; do (echo y >> $f) 2>/dev/null && echo wrote $f; done; mount -t tmpfs x /tmp 2>/dev/null && echo mounted; true")
                .build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.stdout()).isEmpty();
    }

    @Test
    void tmp_and_home_are_its_own_and_bounded() throws Exception {
        // Given
        String name = "slipway-" + UUID.randomUUID();
        SandboxedCommand command = shell(
                        "echo x > $HOME/x && echo x > /tmp/%s && echo x > /dev/shm/x && echo writable; head -c 3000000 /dev/zero > /tmp/y || echo full"
                                .formatted(name))
                .environment("HOME", "/home/builder")
                .home(Path.of("/home/builder"))
                .memoryFileBytes(1 << 20)
                .build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.stdout()).isEqualTo("writable\nfull\n");
        assertThat(Path.of("/tmp", name)).doesNotExist();
    }

    @Test
    void java_finds_its_home_and_its_user() throws Exception {
        // Given
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        SandboxedCommand command = SandboxedCommand.of(
                        java.toString(), "-Xshare:auto", "-XshowSettings:properties", "-version")
                .home(Path.of("/home/builder"))
                .build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.status().code()).isZero();
        assertThat(finished.stderr()).contains("user.home = /home/builder", "user.name = slipway");
    }

    @Test
    void a_read_only_bind_is_read_and_not_written() throws Exception {
        // Given
        Path folder = Files.createDirectory(dataFolder.resolve("cache"));
        Files.writeString(folder.resolve("file"), "cached");
        sandbox.give(folder);
        SandboxedCommand command = inWorkspace(
                        "cat /home/builder/cache/file; echo x > /home/builder/cache/y || echo refused")
                .home(Path.of("/home/builder"))
                .readOnly(folder, Path.of("/home/builder/cache"))
                .build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.stdout()).isEqualTo("cachedrefused\n");
        assertThat(folder.resolve("y")).doesNotExist();
    }

    @Test
    void hidden_files_and_folders_are_empty() throws Exception {
        // Given
        Files.createDirectory(workspace.resolve("private"));
        Files.writeString(workspace.resolve("private").resolve("key"), "secret");
        Files.writeString(workspace.resolve("credentials"), "secret");
        sandbox.give(workspace);
        SandboxedCommand command = inWorkspace("ls -A private; cat credentials 2>/dev/null; true")
                .hide(INSIDE.resolve("private"))
                .hide(INSIDE.resolve("credentials"))
                .build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.stdout()).isEmpty();
        assertThat(workspace.resolve("credentials")).hasContent("secret");
    }

    @Test
    void a_link_that_a_command_has_planted_leads_no_bind_astray() throws Exception {
        // Given
        Files.createSymbolicLink(workspace.resolve("planted"), Path.of("/etc"));
        SandboxedCommand command = inWorkspace("true")
                .readOnly(dataFolder, INSIDE.resolve("planted/data"))
                .build();
        // When / Then
        assertThatThrownBy(() -> sandbox.start(command, SupervisorPolicy.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_missing_working_directory_is_told_and_the_command_never_ran() throws Exception {
        // Given
        SandboxedCommand command = inWorkspace("echo ran")
                .workingDirectory(INSIDE.resolve("missing"))
                .build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.status().ending()).isEqualTo(ExitStatus.Ending.NOT_STARTED);
        assertThat(finished.stdout()).isEmpty();
        assertThat(finished.stderr()).contains("/workspace/missing");
    }

    @Test
    void a_missing_program_is_127() throws Exception {
        // Given
        SandboxedCommand command = SandboxedCommand.of("no-such-program").build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.status()).isEqualTo(new ExitStatus(127, ExitStatus.Ending.EXITED));
    }

    @Test
    void fifty_megabytes_and_a_long_line_come_through_whole() throws Exception {
        // Given
        SandboxedCommand command = shell(
                        "head -c 50000000 /dev/zero | tr '\\0' x; head -c 5000000 /dev/zero | tr '\\0' y >&2")
                .build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.stdout()).hasSize(50_000_000);
        assertThat(finished.stderr()).hasSize(5_000_000);
    }

    @Test
    void a_daemon_goes_with_the_command_that_left_it() throws Exception {
        // Given
        String mark = Processes.mark();
        SandboxedCommand command = shell("(setsid sleep " + mark + " >/dev/null 2>&1 &); sleep 0.2; exit 5")
                .build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.status().code()).isEqualTo(5);
        assertThat(Processes.sleeping(mark)).isEmpty();
    }

    @Test
    void a_daemon_is_killed_with_its_command() throws Exception {
        // Given
        String mark = Processes.mark();
        SupervisedProcess process =
                sandbox.start(shell("setsid sleep " + mark + " & wait").build(), SupervisorPolicy.DEFAULT);
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
    void a_command_may_end_politely_within_the_grace() throws Exception {
        // Given
        SupervisedProcess process = sandbox.start(
                shell("trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.1; done")
                        .build(),
                SupervisorPolicy.DEFAULT);
        assertThat(process.stdout().read()).isEqualTo('r');
        // When
        process.terminate(Duration.ofSeconds(30));
        Finished finished = Finished.of(process);
        // Then
        assertThat(finished.status()).isEqualTo(new ExitStatus(3, ExitStatus.Ending.TERMINATED));
        assertThat(finished.stdout()).endsWith("bye\n");
    }

    @Test
    void a_command_that_will_not_end_is_killed_after_the_grace() throws Exception {
        // Given
        String mark = Processes.mark();
        SupervisedProcess process =
                sandbox.start(shell("trap '' TERM; echo ready; sleep " + mark).build(), SupervisorPolicy.DEFAULT);
        assertThat(process.stdout().read()).isEqualTo('r');
        // When
        process.terminate(Duration.ofMillis(300));
        Finished finished = Finished.of(process);
        // Then
        assertThat(finished.status()).isEqualTo(new ExitStatus(137, ExitStatus.Ending.TERMINATED));
        assertThat(Processes.sleeping(mark)).isEmpty();
    }

    @Test
    void killing_the_supervisor_kills_everything() throws Exception {
        // Given
        String mark = Processes.mark();
        SupervisedProcess process =
                sandbox.start(shell("setsid sleep " + mark + " & wait").build(), SupervisorPolicy.DEFAULT);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !Processes.sleeping(mark).isEmpty());
        // When
        ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
        // Then
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Processes.sleeping(mark).isEmpty());
        assertThat(Finished.of(process).status().code()).isEqualTo(137);
    }

    @Test
    void a_command_outlives_the_thread_that_started_it() throws Exception {
        // Given
        SupervisedProcess[] started = new SupervisedProcess[1];
        Thread thread = new Thread(() -> {
            try {
                started[0] = sandbox.start(shell("sleep 0.5; exit 9").build(), SupervisorPolicy.DEFAULT);
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        });
        // When
        thread.start();
        thread.join();
        // Then
        assertThat(Finished.of(started[0]).status()).isEqualTo(new ExitStatus(9, ExitStatus.Ending.EXITED));
    }

    @Test
    void a_command_that_runs_longer_than_the_allowed_silence_lives_on_heartbeats() throws Exception {
        // Given
        SandboxedCommand command = shell("sleep 1.5; exit 8").build();
        // When
        Finished finished = Finished.of(sandbox.start(command, new SupervisorPolicy(Duration.ofMillis(500))));
        // Then
        assertThat(finished.status()).isEqualTo(new ExitStatus(8, ExitStatus.Ending.EXITED));
    }

    @Test
    void processes_open_files_and_file_sizes_are_bounded() throws Exception {
        // Given
        SandboxedCommand command = inWorkspace(
                        "ulimit -n; (head -c 2000000 /dev/zero > big) 2>/dev/null || echo too big; i=0; while [ $i -lt 400 ]; do sleep 60 & i=$((i+1)); done; echo forked all")
                .limits(new Limits(Limits.UNLIMITED, 200, 64, 1 << 20))
                .build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.stdout()).startsWith("64\ntoo big\n").doesNotContain("forked all");
        assertThat(finished.stderr()).contains("annot fork");
    }

    @Test
    void memory_is_bounded() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 allocates");
        // Given
        SandboxedCommand command = SandboxedCommand.of("/usr/bin/python3", "-c", "x = bytearray(300_000_000)")
                .limits(Limits.NONE.withMemoryBytes(100_000_000))
                .build();
        // When
        Finished finished = run(command);
        // Then
        assertThat(finished.stderr()).contains("MemoryError");
    }

    @Test
    void nothing_is_left_in_the_runtime_folder() throws Exception {
        // Given
        Path starts = dataFolder.resolve("runtime").resolve("starts");
        // When
        run(inWorkspace("true").build());
        // Then
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(starts).isEmptyDirectory());
    }

    private Finished run(SandboxedCommand command) throws Exception {
        return Finished.of(sandbox.start(command, SupervisorPolicy.DEFAULT));
    }

    private static SandboxedCommand.Builder shell(String script) {
        return SandboxedCommand.of("/bin/sh", "-c", script).environment("PATH", "/usr/bin:/bin:/usr/sbin");
    }

    private SandboxedCommand.Builder inWorkspace(String script) {
        return shell(script).readWrite(workspace, INSIDE).workingDirectory(INSIDE);
    }
}
