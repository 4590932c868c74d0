package dev.slipway.local.suite;

import dev.slipway.local.LaunchFailure;
import dev.slipway.local.data.DataFolder;
import dev.slipway.sandbox.DetachedExit;
import dev.slipway.sandbox.DetachedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The processes of apps. They outlive app-service on purpose, so that it can be restarted under them; they do not outlive the whole
 * suite.
 */
public final class RunningApps {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final DataFolder data;

    public RunningApps(DataFolder data) {
        this.data = data;
    }

    /** Stops all of them; returns when they are gone. */
    public void stop() {
        List<CompletableFuture<DetachedExit>> ends = running().stream()
                .map(app -> app.stop(GRACE).toCompletableFuture())
                .toList();
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException late) {
            throw new LaunchFailure("An app's process does not end: " + late.getCause(), late);
        }
    }

    private List<DetachedProcess> running() {
        if (!Files.isDirectory(data.apps())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(data.apps())) {
            return folders.flatMap(RunningApps::adopt)
                    .filter(DetachedProcess::isAlive)
                    .toList();
        } catch (IOException failed) {
            throw new LaunchFailure("The apps in " + data.apps() + " cannot be listed: " + failed.getMessage(), failed);
        }
    }

    private static Stream<DetachedProcess> adopt(Path folder) {
        try {
            return DetachedProcess.adopt(folder).stream();
        } catch (IOException unreadable) {
            throw new LaunchFailure(
                    "The record in " + folder + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
