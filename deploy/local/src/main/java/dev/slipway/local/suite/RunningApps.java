package dev.slipway.local.suite;

import dev.slipway.local.LaunchFailure;
import dev.slipway.local.data.DataFolder;
import dev.slipway.sandbox.DetachedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes of apps. They outlive app-service on purpose, so that it can be restarted under them; they do not outlive the whole
 * suite.
 *
 * <p>One that cannot be stopped in order (its record is unreadable, or it takes too long) is ended by killing its supervisor, with which
 * the kernel kills the app; it keeps none of the others running.
 */
public final class RunningApps {

    /** What the app's next state tells its owner. */
    static final String REASON = "stopped together with Slipway";

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

    private final DataFolder data;
    private final Duration patience;

    public RunningApps(DataFolder data) {
        this(data, PATIENCE);
    }

    /** @param patience what all of them together may take before they are ended by force */
    RunningApps(DataFolder data, Duration patience) {
        this.data = data;
        this.patience = patience;
    }

    /**
     * Stops all of them; returns when they are gone.
     *
     * @throws LaunchFailure if a process is left even so
     */
    public void stop() {
        List<Path> runs = runs();
        List<CompletableFuture<?>> ends = new ArrayList<>();
        runs.forEach(run -> adopt(run).ifPresent(app -> ends.add(stop(app))));
        awaitAll(ends, patience);
        List<ProcessHandle> left = supervisors(runs);
        left.forEach(ProcessHandle::destroyForcibly);
        awaitAll(left.stream().map(ProcessHandle::onExit).toList(), KILL_PATIENCE);
        if (left.stream().anyMatch(ProcessHandle::isAlive)) {
            throw new LaunchFailure("Processes of apps do not end: "
                    + left.stream()
                            .filter(ProcessHandle::isAlive)
                            .map(ProcessHandle::pid)
                            .toList());
        }
    }

    private List<Path> runs() {
        if (!Files.isDirectory(data.apps())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(data.apps())) {
            return folders.toList();
        } catch (IOException failed) {
            throw new LaunchFailure("The apps in " + data.apps() + " cannot be listed: " + failed.getMessage(), failed);
        }
    }

    /** Empty as well where the record is unreadable: its supervisor is found by its command line. */
    private static Optional<DetachedProcess> adopt(Path run) {
        try {
            return DetachedProcess.adopt(run).filter(DetachedProcess::isAlive);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static CompletableFuture<?> stop(DetachedProcess app) {
        try {
            return app.stop(GRACE, REASON).toCompletableFuture();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** A supervisor has its folder on its command line, and so have its own helpers. */
    private static List<ProcessHandle> supervisors(List<Path> runs) {
        return CommandLines.with(runs.stream().map(Path::toString).collect(Collectors.toSet()));
    }

    /** Returns when all have ended in whatever way, or when the patience is over. */
    private static void awaitAll(List<? extends CompletableFuture<?>> ends, Duration patience) {
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                    .handle((done, failure) -> failure)
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            // What is left is seen by who called.
            return;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
