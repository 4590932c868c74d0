package dev.slipway.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;

/**
 * A command that outlives the JVM that started it, known by its supervisor's (pid, start time) and kept in a folder of its own:
 *
 * <ul>
 *   <li>{@code process.json}: who it is, written before the command is exec'd;
 *   <li>{@code output.log}, {@code output.previous.log}: stdout and stderr, in the order of printing, bounded;
 *   <li>{@code exit}: the exit code, written by the supervisor when nothing of the command is left;
 *   <li>{@code stop-reason}: why it was stopped, if whoever stopped it said so.
 * </ul>
 *
 * <p>A JVM killed at any line while starting leaves either no process, or one that {@link #adopt} finds. The exit is told truly also when it
 * happened while no JVM was there.
 */
public final class DetachedProcess {

    /** In the process's folder: stdout and stderr, in the order of printing. */
    public static final String LOG = "output.log";

    /** What came before {@link #LOG}, once that was full. */
    public static final String PREVIOUS_LOG = "output.previous.log";

    private static final String STOP_REASON = "stop-reason";

    /** How soon a start and an end are noticed. */
    private static final Duration LOOK = Duration.ofMillis(100);

    /** What the supervisor may take, beyond the grace, to kill the tree and write the exit code. */
    private static final Duration SUPERVISOR_GRACE = Duration.ofSeconds(5);

    private final Path folder;
    private final ProcessIdentity identity;
    private final CompletableFuture<Boolean> started = new CompletableFuture<>();
    private final CompletableFuture<DetachedExit> exit = new CompletableFuture<>();

    DetachedProcess(Path folder, ProcessIdentity identity) {
        this.folder = folder;
        this.identity = identity;
        ScheduledFuture<?> look = Heartbeats.every(LOOK, this::look);
        exit.whenComplete((status, failure) -> look.cancel(false));
    }

    /**
     * Finds the process that was once started in this folder; it may have ended meanwhile, see {@link #isAlive} and {@link #onExit}.
     *
     * @return empty when none was ever recorded here
     */
    public static Optional<DetachedProcess> adopt(Path folder) throws IOException {
        return ProcessRecord.read(folder).map(identity -> new DetachedProcess(folder, identity));
    }

    public ProcessIdentity identity() {
        return identity;
    }

    public boolean isAlive() {
        return identity.isAlive();
    }

    /** Completes with true when the command has been exec'd, with false when it will never be. */
    public CompletionStage<Boolean> onStarted() {
        return started.minimalCompletionStage();
    }

    /** Completes when nothing of the command is left. */
    public CompletionStage<DetachedExit> onExit() {
        return exit.minimalCompletionStage();
    }

    /** stdout and stderr, in the order of printing; {@link #previousLog} holds what came before. */
    public Path log() {
        return folder.resolve(LOG);
    }

    public Path previousLog() {
        return folder.resolve(PREVIOUS_LOG);
    }

    /**
     * SIGTERM to all of its processes, after the grace SIGKILL. The supervisor does both, so it happens even if this JVM is killed
     * now. Returns at once; {@link #onExit} tells when it is done.
     */
    public CompletionStage<DetachedExit> stop(Duration grace) {
        write("grace", grace.toMillis() / 1000.0 + "\n");
        signal(false);
        Heartbeats.after(grace.plus(SUPERVISOR_GRACE), () -> signal(true));
        return onExit();
    }

    /**
     * The same by somebody whom its owner did not ask to. The reason is kept with the process, so that whoever adopts it later tells this
     * end from one of its own.
     */
    public CompletionStage<DetachedExit> stop(Duration grace, String reason) {
        write(STOP_REASON, reason);
        return stop(grace);
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("the " + name + " of " + folder + " cannot be written", unwritable);
        }
    }

    /** Kills the supervisor and, with it, everything; the exit code stays unknown. */
    private void signal(boolean kill) {
        if (exit.isDone() || !identity.isAlive()) {
            return;
        }
        ProcessHandle.of(identity.pid()).ifPresent(handle -> {
            boolean sent = kill ? handle.destroyForcibly() : handle.destroy();
            if (!sent && identity.isAlive()) {
                throw new IllegalStateException("process " + identity.pid() + " cannot be signalled");
            }
        });
    }

    private void look() {
        if (exit.isDone()) {
            return;
        }
        try {
            // In this order: what has ended has written everything that it will ever write.
            boolean ended = !identity.isAlive();
            if (!started.isDone() && hasStarted()) {
                started.complete(true);
            }
            if (ended) {
                started.complete(false);
                exit.complete(readExit());
            }
        } catch (IOException | RuntimeException unreadable) {
            started.completeExceptionally(unreadable);
            exit.completeExceptionally(unreadable);
        }
    }

    private DetachedExit readExit() throws IOException {
        Path code = folder.resolve("exit");
        return new DetachedExit(
                Files.exists(code)
                        ? OptionalInt.of(Integer.parseInt(Files.readString(code).trim()))
                        : OptionalInt.empty(),
                hasStarted(),
                stopReason());
    }

    private Optional<String> stopReason() throws IOException {
        Path reason = folder.resolve(STOP_REASON);
        return Files.exists(reason) ? Optional.of(Files.readString(reason).strip()) : Optional.empty();
    }

    private boolean hasStarted() throws IOException {
        Path report = folder.resolve("report");
        return Files.exists(report) && Files.readString(report).startsWith("started ");
    }
}
