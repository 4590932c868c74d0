package dev.slipway.build.source;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs git as a child process that takes nothing from its surroundings: no environment, no system or user configuration, no hooks, no
 * prompts, no protocols but http, https and file. Blocks.
 */
final class GitProcess {

    private static final int MAX_ERROR_BYTES = 16 * 1024;
    private static final File NOTHING = new File("/dev/null");

    /**
     * Read as the "global" configuration, which unlike {@code -c} reaches the upload-pack that git starts for a file URL too. Whether a
     * file URL may be read is decided by {@link FileRoots}; who owns the folder is not asked again.
     */
    private static final String CONFIGURATION = """
            [core]
                hooksPath = /dev/null
                fsmonitor = false
                fsync = none
                askPass = ""
            [credential]
                helper = ""
            [http]
                followRedirects = false
                lowSpeedLimit = 100
                lowSpeedTime = 60
            [submodule]
                recurse = false
            [fetch]
                recurseSubmodules = false
                showForcedUpdates = false
            [protocol]
                version = 2
            [gc]
                auto = 0
            [maintenance]
                auto = false
            [init]
                defaultBranch = main
            [advice]
                detachedHead = false
            [safe]
                directory = *
            """;

    private final String git;
    private final Path home;
    private final Path configuration;

    /** @param home a folder of our own, where git's configuration is written */
    GitProcess(String git, Path home) throws IOException {
        this.git = git;
        this.home = home;
        Files.createDirectories(home);
        this.configuration = Files.writeString(home.resolve("gitconfig"), CONFIGURATION);
    }

    /**
     * @param directory where it runs
     * @param maxOutputBytes what is beyond it is read and dropped
     * @throws SourceException TIMED_OUT if it takes longer than {@code limit}; it is killed then, with its children
     * @throws InterruptedException if this thread is told to stop; it is killed then too
     */
    GitOutput run(Path directory, Duration limit, int maxOutputBytes, List<String> arguments)
            throws InterruptedException {
        Process process = start(directory, arguments);
        CompletableFuture<byte[]> output =
                CompletableFuture.supplyAsync(() -> head(process.getInputStream(), maxOutputBytes), this::onNewThread);
        CompletableFuture<byte[]> errors =
                CompletableFuture.supplyAsync(() -> tail(process.getErrorStream()), this::onNewThread);
        try {
            long deadline = System.nanoTime() + limit.toNanos();
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw timedOut(limit);
            }
            // A child that git left behind could hold the pipes open.
            long remaining = Math.max(deadline - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(100));
            return new GitOutput(process.exitValue(), text(output, remaining), text(errors, remaining));
        } catch (TimeoutException pipesHeldOpen) {
            throw timedOut(limit);
        } finally {
            kill(process);
        }
    }

    private Process start(Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(git));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.clear();
        environment.putAll(Map.ofEntries(
                Map.entry("PATH", path),
                Map.entry("HOME", home.toString()),
                Map.entry("LC_ALL", "C.UTF-8"),
                Map.entry("GIT_ALLOW_PROTOCOL", "http:https:file"),
                Map.entry("GIT_ATTR_NOSYSTEM", "1"),
                Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
                Map.entry("GIT_CONFIG_GLOBAL", configuration.toString()),
                Map.entry("GIT_LFS_SKIP_SMUDGE", "1"),
                Map.entry("GIT_TEMPLATE_DIR", ""),
                Map.entry("GIT_TERMINAL_PROMPT", "0")));
        try {
            return builder.redirectInput(NOTHING).start();
        } catch (IOException cannotStart) {
            throw new SourceException(SourceException.Kind.CANNOT_CLONE, "git could not be started on this machine");
        }
    }

    private static SourceException timedOut(Duration limit) {
        return new SourceException(
                SourceException.Kind.TIMED_OUT, "the repository did not answer within " + limit.toSeconds() + " s");
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void onNewThread(Runnable task) {
        Thread thread = new Thread(task, "git-output");
        thread.setDaemon(true);
        thread.start();
    }

    private static String text(CompletableFuture<byte[]> bytes, long waitNanos)
            throws InterruptedException, TimeoutException {
        try {
            return new String(bytes.get(waitNanos, TimeUnit.NANOSECONDS), StandardCharsets.UTF_8);
        } catch (ExecutionException failure) {
            throw new SourceException(SourceException.Kind.CANNOT_CLONE, "git's answer could not be read");
        }
    }

    private static byte[] head(InputStream stream, int maxBytes) {
        try (stream) {
            byte[] head = stream.readNBytes(maxBytes);
            stream.transferTo(OutputStream.nullOutputStream());
            return head;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] tail(InputStream stream) {
        byte[] kept = new byte[0];
        byte[] buffer = new byte[8192];
        try (stream) {
            for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
                byte[] joined = Arrays.copyOf(kept, kept.length + length);
                System.arraycopy(buffer, 0, joined, kept.length, length);
                kept = joined.length <= MAX_ERROR_BYTES
                        ? joined
                        : Arrays.copyOfRange(joined, joined.length - MAX_ERROR_BYTES, joined.length);
            }
            return kept;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
