package dev.slipway.app.runtime.process;

import dev.slipway.app.runtime.AppEnd;
import dev.slipway.app.runtime.AppRuntime;
import dev.slipway.app.runtime.AppStart;
import dev.slipway.app.runtime.RunningApp;
import dev.slipway.app.runtime.RuntimeUnavailableException;
import dev.slipway.sandbox.DetachedExit;
import dev.slipway.sandbox.DetachedPolicy;
import dev.slipway.sandbox.DetachedProcess;
import dev.slipway.sandbox.Limits;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxUnavailableException;
import dev.slipway.sandbox.SandboxedCommand;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs apps as processes in a sandbox, without network. They outlive this service: another start of it finds them again by their pid and start time, with
 * the truth about those that ended meanwhile.
 *
 * <p>An app sees {@code /workspace}, a folder of its own that is kept from start to start.
 */
@ApplicationScoped
public class ProcessRuntime implements AppRuntime {

    private static final Logger LOG = Logger.getLogger(ProcessRuntime.class);
    private static final Path INSIDE_FILES = Path.of("/workspace");
    private static final Path INSIDE_HOME = Path.of("/home/slipway");
    private static final String SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** Exit codes above it name the signal that ended a process. */
    private static final int SIGNALS = 128;

    private final ProcessRuntimeSettings settings;
    private final boolean unsafe;
    private final Path dataFolder;
    private @Nullable NodeFolder folder;
    private @Nullable Sandbox sandbox;

    /** @param unsafe whether apps may run without a sandbox where none works: they can then do all that this service can */
    public ProcessRuntime(
            ProcessRuntimeSettings settings,
            @ConfigProperty(name = "slipway.unsafe-runner", defaultValue = "false") boolean unsafe,
            @ConfigProperty(name = "slipway.data.dir", defaultValue = ".slipway/data") Path dataFolder) {
        this.settings = settings;
        this.unsafe = unsafe;
        this.dataFolder = dataFolder.toAbsolutePath();
    }

    @Override
    public UUID node() {
        return folder().node();
    }

    // The probe takes a moment; it should not fall into the first start.
    void probe(@Observes StartupEvent event) {
        Thread probe = new Thread(
                () -> {
                    try {
                        LOG.infof(
                                "Apps run in a sandbox: %s", sandbox().report().summary());
                    } catch (RuntimeUnavailableException | IOException none) {
                        LOG.warnf("No app can run on this machine: %s", none.getMessage());
                    }
                },
                "sandbox-probe");
        probe.setDaemon(true);
        probe.start();
    }

    @Override
    public RunningApp start(AppStart start) throws IOException {
        Sandbox opened = sandbox();
        Path files = filesOf(start.appId(), opened);
        // Named before it is made: what is not named is never cleared away.
        Path runs = Files.createDirectories(folder().runsOf(start.appId()));
        Files.writeString(runs.resolve(start.runId().toString()), "");
        SandboxedCommand command = SandboxedCommand.of(start.command())
                .environment(environment(opened, files, start.environment()))
                .workingDirectory(INSIDE_FILES)
                .readWrite(files, INSIDE_FILES)
                .home(INSIDE_HOME)
                .memoryFileBytes(settings.memoryFileBytes())
                .limits(new Limits(
                        settings.memoryBytes(), settings.processes(), settings.openFiles(), settings.fileBytes()))
                .build();
        DetachedPolicy policy = new DetachedPolicy(settings.machineGrace(), settings.logBytes());
        return new RunningProcess(opened.startDetached(command, folder().run(start.runId()), policy));
    }

    @Override
    public Optional<RunningApp> find(UUID runId) throws IOException {
        return DetachedProcess.adopt(folder().run(runId)).map(RunningProcess::new);
    }

    @Override
    public List<Path> logs(UUID runId) {
        Path run = folder().run(runId);
        return List.of(run.resolve(DetachedProcess.PREVIOUS_LOG), run.resolve(DetachedProcess.LOG));
    }

    @Override
    public void forgetOldRuns(UUID appId, int kept) throws IOException {
        try (Stream<Path> names = Files.list(folder().runsOf(appId))) {
            // The ids of runs are UUIDv7: their texts sort by time.
            for (Path name : names.sorted(Comparator.reverseOrder()).skip(kept).toList()) {
                FileTree.delete(folder().run(UUID.fromString(name.getFileName().toString())));
                Files.deleteIfExists(name);
            }
        } catch (NoSuchFileException neverStarted) {
            return;
        }
    }

    @Override
    public void forget(UUID appId) throws IOException {
        forgetOldRuns(appId, 0);
        FileTree.delete(folder().runsOf(appId));
        FileTree.delete(folder().files(appId));
        FileTree.delete(folder().partialFiles(appId));
    }

    @PreDestroy
    synchronized void close() throws IOException {
        if (folder != null) {
            folder.close();
            folder = null;
        }
    }

    /** Appears whole or not at all: one that a kill left without its owner would never be given to it. */
    private Path filesOf(UUID appId, Sandbox sandbox) throws IOException {
        Path files = folder().files(appId);
        if (!Files.isDirectory(files)) {
            Path partial = Files.createDirectories(folder().partialFiles(appId));
            sandbox.give(partial);
            Files.move(partial, files, StandardCopyOption.ATOMIC_MOVE);
        }
        return files;
    }

    private static Map<String, String> environment(Sandbox sandbox, Path files, Map<String, String> own) {
        String javaHome = System.getProperty("java.home");
        Map<String, String> environment = new HashMap<>();
        environment.put("JAVA_HOME", javaHome);
        environment.put("PATH", javaHome + "/bin:" + SYSTEM_PATH);
        environment.put("HOME", sandbox.visible(files, INSIDE_HOME).toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("USER", "slipway");
        environment.put("SHELL", "/bin/sh");
        environment.putAll(own);
        return environment;
    }

    private synchronized NodeFolder folder() {
        if (folder == null) {
            try {
                folder = NodeFolder.open(dataFolder);
            } catch (IOException unusable) {
                throw new UncheckedIOException("the data folder cannot be used: " + unusable.getMessage(), unusable);
            }
        }
        return folder;
    }

    private synchronized Sandbox sandbox() throws IOException {
        if (sandbox == null) {
            try {
                sandbox = Sandbox.open(SandboxSettings.in(folder().sandbox()).withUnsafe(unsafe));
            } catch (SandboxUnavailableException none) {
                throw new RuntimeUnavailableException(String.valueOf(none.getMessage()), none);
            }
        }
        return sandbox;
    }

    /** An app as a detached process. */
    private record RunningProcess(DetachedProcess process) implements RunningApp {

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public CompletionStage<Boolean> onStarted() {
            return process.onStarted();
        }

        @Override
        public CompletionStage<AppEnd> onEnd() {
            return process.onExit().thenApply(RunningProcess::end);
        }

        @Override
        public void stop(Duration grace) {
            process.stop(grace);
        }

        private static AppEnd end(DetachedExit exit) {
            if (!exit.started()) {
                return new AppEnd("it could not be started; its log says why", false, false);
            }
            if (exit.stopReason().isPresent()) {
                return new AppEnd(exit.stopReason().get(), true, true);
            }
            if (exit.code().isEmpty()) {
                return new AppEnd("its process was killed together with its supervisor", true, false);
            }
            int code = exit.code().getAsInt();
            return new AppEnd(
                    code > SIGNALS
                            ? "the process was ended by signal " + (code - SIGNALS)
                            : "the process ended with exit code " + code,
                    true,
                    false);
        }
    }
}
