package dev.slipway.local.suite;

import dev.slipway.embedded.OwnSession;
import dev.slipway.embedded.ServerStartException;
import dev.slipway.local.data.LogTail;
import dev.slipway.sandbox.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One of the six services, in a JVM of its own; ready when its {@code /q/health/ready} says so. */
final class ServiceServer implements Server {

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final int READY_STATUS = 200;

    private final String name;
    private final int port;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path workingFolder;
    private final Path log;
    private final HttpClient http;
    private volatile @Nullable Process starting;

    ServiceServer(
            String name,
            int port,
            List<String> command,
            Map<String, String> environment,
            Path workingFolder,
            Path log,
            HttpClient http) {
        this.name = name;
        this.port = port;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.workingFolder = workingFolder;
        this.log = log;
        this.http = http;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Running start(Consumer<ProcessIdentity> spawned) {
        Process process = spawn();
        starting = process;
        try {
            ProcessIdentity.of(process.pid()).ifPresent(spawned);
            awaitReady(process);
            return new RunningService(process);
        } catch (InterruptedException interrupted) {
            new RunningService(process).stop();
            Thread.currentThread().interrupt();
            throw new ServerStartException("Interrupted while starting " + name, interrupted);
        } finally {
            starting = null;
        }
    }

    @Override
    public void cancelStart() {
        Process process = starting;
        if (process != null) {
            process.destroy();
        }
    }

    private Process spawn() {
        LogTail.trim(log);
        ProcessBuilder builder = new ProcessBuilder(OwnSession.command(command))
                .directory(workingFolder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void awaitReady(Process process) throws InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!isReady()) {
            if (process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ServerStartException(
                        name + " ended with " + process.exitValue() + " at its start" + LogTail.reason(log));
            }
            if (System.nanoTime() > deadline) {
                new RunningService(process).stop();
                throw new ServerStartException(
                        name + " was not ready after " + START.toSeconds() + " s" + LogTail.reason(log));
            }
        }
    }

    private boolean isReady() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == READY_STATUS;
        } catch (IOException notListeningYet) {
            return false;
        }
    }

    private record RunningService(Process process) implements Running {

        @Override
        public String awaitEnd() throws InterruptedException {
            return "ended with " + process.waitFor();
        }

        @Override
        public void stop() {
            process.destroy();
            try {
                if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException interrupted) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
