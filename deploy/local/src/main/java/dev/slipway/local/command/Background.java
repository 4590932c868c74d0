package dev.slipway.local.command;

import dev.slipway.embedded.OwnSession;
import dev.slipway.local.LaunchFailure;
import dev.slipway.local.data.DataFolder;
import dev.slipway.local.data.DataFolderLock;
import dev.slipway.local.data.LogTail;
import dev.slipway.local.data.Phase;
import dev.slipway.local.data.ProcessState;
import dev.slipway.local.data.RunState;
import dev.slipway.local.data.Secrets;
import dev.slipway.local.data.StateFile;
import dev.slipway.local.machine.Preflight;
import dev.slipway.local.progress.Progress;
import dev.slipway.local.suite.LeftBehind;
import dev.slipway.local.suite.SuiteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A launcher in the background: a process in a session of its own, whose start is shown here. */
final class Background {

    private static final long LOOK_MILLIS = 50;
    private static final Duration START = Duration.ofSeconds(180);

    private final DataFolder data;
    private final SuiteOptions options;
    private @Nullable ProcessState failure;
    private long logBegin;

    Background(DataFolder data, SuiteOptions options) {
        this.data = data;
        this.options = options;
    }

    /**
     * Starts it and returns when everything is ready.
     *
     * @param endWithPid the process whose end ends the suite too; null lets it run on
     * @throws LaunchFailure saying why it is not
     */
    void start(List<String> arguments, boolean fresh, Progress progress, @Nullable Long endWithPid) {
        data.create();
        // What can be told at once is told at once, not by way of a log.
        reapLeftovers(progress);
        Preflight preflight = new Preflight(options, data);
        preflight.check();
        if (!fresh) {
            preflight.checkSpace();
        }
        Process launcher = spawn(arguments, fresh, endWithPid);
        try {
            follow(launcher, progress);
        } catch (InterruptedException interrupted) {
            launcher.destroy();
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted while starting", interrupted);
        }
        progress.say("Slipway is ready on " + options.url());
        Welcome.print(progress, data, new Secrets(data).adminToken(System.getenv()), options.url());
        progress.close();
    }

    /** Here already, because the gateway of a killed run still holds the port. */
    private void reapLeftovers(Progress progress) {
        try (DataFolderLock lock = DataFolderLock.take(data)) {
            int reaped = new LeftBehind(data).reap();
            if (reaped > 0) {
                progress.say(LeftBehind.sentence(reaped));
            }
        }
    }

    private Process spawn(List<String> arguments, boolean fresh, @Nullable Long endWithPid) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-Dslipway.root=" + options.root(),
                "-Dslipway.caller.folder=" + Surroundings.callerFolder(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.slipway.local.Slipway",
                "up",
                "--in-background"));
        command.addAll(arguments);
        if (fresh) {
            command.add("--fresh");
        }
        if (endWithPid != null) {
            command.addAll(List.of("--end-with", Long.toString(endWithPid)));
        }
        LogTail.trim(log());
        logBegin = LogTail.size(log());
        try {
            return new ProcessBuilder(OwnSession.command(command))
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException failed) {
            throw new LaunchFailure("The launcher cannot be started: " + failed.getMessage(), failed);
        }
    }

    private void follow(Process launcher, Progress progress) throws InterruptedException {
        StateFile stateFile = new StateFile(data);
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            boolean ended = launcher.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            Optional<RunState> state = stateFile.read().filter(read -> read.launcherPid() == launcher.pid());
            state.ifPresent(progress::show);
            state.flatMap(Background::failed).ifPresent(failed -> {
                failure = failed;
            });
            if (ended) {
                progress.close();
                throw new LaunchFailure(whyNotStarted());
            }
            if (state.filter(RunState::allReady).isPresent()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                launcher.destroy();
                throw new LaunchFailure(
                        "Slipway was not ready after " + START.toSeconds() + " s" + LogTail.reason(log()));
            }
        }
    }

    /** The launcher is gone, and with it its state: what was seen of it last tells which process to blame. */
    private String whyNotStarted() {
        Optional<String> ownWords = LogTail.lastLineSince(log(), logBegin)
                .filter(line -> line.startsWith(LaunchFailure.PREFIX))
                .map(line -> line.substring(LaunchFailure.PREFIX.length()));
        ProcessState failed = failure;
        if (failed == null) {
            return ownWords.orElseGet(() -> "Slipway could not be started" + LogTail.reason(log()));
        }
        return failed.note() + LogTail.reason(data.log(failed.name()));
    }

    private static Optional<ProcessState> failed(RunState state) {
        return state.processes().stream()
                .filter(process -> process.state() == Phase.FAILED)
                .findFirst();
    }

    private Path log() {
        return data.log(DataFolder.LAUNCHER);
    }
}
