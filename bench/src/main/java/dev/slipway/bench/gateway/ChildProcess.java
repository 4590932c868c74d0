package dev.slipway.bench.gateway;

import dev.slipway.bench.load.HttpConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that was started for the measurement, with a log of its own. */
final class ChildProcess implements Belongings.Belonging {

    private static final long READY_SECONDS = 180;
    private static final long END_SECONDS = 15;
    private static final long LOOK_MILLIS = 50;
    private static final int OK = 200;

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @param environment added to this process's own */
    static ChildProcess start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ChildProcess(builder.start(), log);
    }

    /** Returns when the path is answered with 200. */
    void awaitAnswer(int port, String path, String token) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (!answers(port, path, token)) {
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException("ended with " + process.exitValue() + " at its start:\n" + Files.readString(log));
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("no answer within " + READY_SECONDS + " s:\n" + Files.readString(log));
            }
        }
    }

    long pid() {
        return process.pid();
    }

    /** What it and its children hold in memory at the moment. */
    double residentMib() {
        return ProcFiles.residentMib(handles());
    }

    /** Processor time that it and its children have used so far. */
    long cpuNanos() {
        return ProcFiles.cpuNanos(handles());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Stream<ProcessHandle> handles() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    private static boolean answers(int port, String path, String token) {
        try (HttpConnection connection = new HttpConnection(port)) {
            return connection.get(path, "Bearer " + token).status() == OK;
        } catch (IOException notYet) {
            return false;
        }
    }
}
