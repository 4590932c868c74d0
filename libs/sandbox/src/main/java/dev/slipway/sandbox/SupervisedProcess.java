package dev.slipway.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;

/**
 * A running command that dies with this JVM: when this JVM ends, freezes or is killed, the command's supervisor kills its whole tree.
 *
 * <p>Both output streams must be read to their end, or a command that prints much will wait for it.
 */
public final class SupervisedProcess {

    private final Process supervisor;
    private final Path folder;
    private final ScheduledFuture<?> heartbeat;
    private final CompletableFuture<ExitStatus> exit;
    private volatile boolean terminated;

    SupervisedProcess(Process supervisor, Path folder, SupervisorPolicy policy) {
        this.supervisor = supervisor;
        this.folder = folder;
        this.heartbeat = Heartbeats.every(policy.beat(), () -> tell('h'));
        this.exit = supervisor.onExit().thenApply(this::ended);
    }

    /** The supervisor's pid, for logs. */
    public long pid() {
        return supervisor.pid();
    }

    public InputStream stdout() {
        return supervisor.getInputStream();
    }

    public InputStream stderr() {
        return supervisor.getErrorStream();
    }

    public boolean isAlive() {
        return supervisor.isAlive();
    }

    /** Completes when the command and everything that it started are gone. */
    public CompletionStage<ExitStatus> onExit() {
        return exit.minimalCompletionStage();
    }

    /**
     * Ends the command: SIGTERM to all of its processes, and after the grace SIGKILL. Without a grace, SIGKILL at once. Returns immediately; a repeat
     * with a shorter grace shortens it.
     */
    public void terminate(Duration grace) {
        terminated = true;
        if (grace.isZero() || grace.isNegative()) {
            tell('k');
            return;
        }
        tell('t');
        ScheduledFuture<?> kill = Heartbeats.after(grace, () -> tell('k'));
        exit.whenComplete((status, failure) -> kill.cancel(false));
    }

    private void tell(char word) {
        OutputStream supervisorInput = supervisor.getOutputStream();
        try {
            synchronized (supervisorInput) {
                supervisorInput.write(word);
                supervisorInput.write('\n');
                supervisorInput.flush();
            }
        } catch (IOException ended) {
            // The pipe closes when the supervisor ends, which onExit() tells.
            heartbeat.cancel(false);
        }
    }

    private ExitStatus ended(Process process) {
        heartbeat.cancel(false);
        // A supervisor that was itself killed leaves its watcher waiting for this.
        closeQuietly(process.getOutputStream());
        try {
            Path report = folder.resolve("report");
            List<String> lines = Files.exists(report) ? Files.readAllLines(report, StandardCharsets.UTF_8) : List.of();
            return new ExitStatus(process.exitValue(), ending(lines));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the report of a command is unreadable", unreadable);
        } finally {
            deleteFolder();
        }
    }

    private ExitStatus.Ending ending(List<String> report) {
        if (terminated) {
            return ExitStatus.Ending.TERMINATED;
        }
        if (report.contains("runner-lost")) {
            return ExitStatus.Ending.RUNNER_LOST;
        }
        return report.stream().anyMatch(line -> line.startsWith("started "))
                ? ExitStatus.Ending.EXITED
                : ExitStatus.Ending.NOT_STARTED;
    }

    private void deleteFolder() {
        try {
            PrivateFolders.delete(folder);
        } catch (IOException swept) {
            // It is swept when the next JVM opens the same runtime folder.
            return;
        }
    }

    private static void closeQuietly(OutputStream stream) {
        try {
            stream.close();
        } catch (IOException closed) {
            // Flushing into the closed pipe of an ended process.
            return;
        }
    }
}
