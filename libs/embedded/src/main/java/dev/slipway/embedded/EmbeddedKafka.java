package dev.slipway.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker (KRaft, its own controller) in a child JVM, on 127.0.0.1 alone. Topics are not made by writing to them.
 *
 * <p>{@link #close()} stops it in order; {@link #kill()} is {@code kill -9}. Either way topics, messages and offsets stay, and a start
 * on the same folder goes on with them.
 */
public final class EmbeddedKafka implements AutoCloseable {

    /** The user that must be among {@link KafkaOptions#passwords()}; the broker itself uses it. */
    public static final String ADMINISTRATOR = "admin";

    private static final String MAIN = "dev.slipway.embedded.broker.Broker";
    private static final String READY = "READY";
    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 30;
    private static final int BIND_TRIES = 5;
    private static final String MAX_HEAP = "-Xmx256m";

    private final KafkaOptions options;
    private final int port;
    private final Process process;

    private EmbeddedKafka(KafkaOptions options, int port, Process process) {
        this.options = options;
        this.port = port;
        this.process = process;
    }

    /** Starts the broker and returns when clients may connect; first ends what an earlier, killed run has left on the folder. */
    public static EmbeddedKafka start(KafkaOptions options) {
        try {
            Files.createDirectories(options.folder());
            endOrphan(options);
            return options.port() == 0 ? startOnFreePort(options) : startOnPort(options, options.port());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public int port() {
        return port;
    }

    /** {@code host:port} for clients. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public CompletableFuture<EmbeddedKafka> onExit() {
        return process.onExit().thenApply(ended -> this);
    }

    /** Ends the broker by SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        RunningProcesses.awaitExit(process.toHandle(), STOP_SECONDS);
    }

    @Override
    public void close() {
        process.destroy();
        if (!RunningProcesses.awaitExit(process.toHandle(), STOP_SECONDS)) {
            kill();
        }
    }

    /** What the kernel does when this process dies: for the test of {@code endWithParent}. */
    void closePipe() throws IOException {
        process.getOutputStream().close();
    }

    /** Found by its command line rather than by a number in a file: only a broker that was started on this very file is ours. */
    private static void endOrphan(KafkaOptions options) {
        for (ProcessHandle broker :
                RunningProcesses.withArgument(options.serverProperties().toString())) {
            broker.destroyForcibly();
            if (!RunningProcesses.awaitExit(broker, STOP_SECONDS)) {
                throw new ServerStartException("A Kafka broker of an earlier run does not end: pid " + broker.pid());
            }
        }
    }

    private static EmbeddedKafka startOnFreePort(KafkaOptions options) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = FreePorts.take();
            try {
                return startOnPort(options, port);
            } catch (ServerStartException failure) {
                // Somebody may have taken the port since; any other failure comes back with every port.
                if (attempt == BIND_TRIES || FreePorts.isFree(port)) {
                    throw failure;
                }
            }
        }
    }

    private static EmbeddedKafka startOnPort(KafkaOptions options, int port) throws IOException {
        SecretFiles.write(options.serverProperties(), BrokerProperties.render(options, port, FreePorts.take()));
        ProcessBuilder builder = new ProcessBuilder(OwnSession.command(command(options)))
                .redirectError(ProcessBuilder.Redirect.appendTo(options.log().toFile()));
        if (!options.endWithParent()) {
            builder.redirectInput(Path.of("/dev/null").toFile());
        }
        Process process = builder.start();
        EmbeddedKafka kafka = new EmbeddedKafka(options, port, process);
        kafka.awaitReady();
        return kafka;
    }

    private static List<String> command(KafkaOptions options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                MAX_HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                BrokerFiles.classPath(),
                MAIN,
                options.serverProperties().toString()));
        if (options.endWithParent()) {
            command.add("--end-with-parent");
        }
        return command;
    }

    private void awaitReady() {
        // A blocking read of a pipe cannot be given a time limit, so another thread reads.
        CompletableFuture<@Nullable String> firstLine = CompletableFuture.supplyAsync(this::firstLine);
        try {
            if (!READY.equals(firstLine.get(START_SECONDS, TimeUnit.SECONDS))) {
                kill();
                throw ServerStartException.withLog("Kafka ended with " + process.exitValue(), options.log());
            }
        } catch (TimeoutException late) {
            kill();
            throw ServerStartException.withLog("Kafka was not ready after " + START_SECONDS + " s", options.log());
        } catch (ExecutionException unreadable) {
            kill();
            throw new ServerStartException("Kafka's output could not be read", unreadable);
        } catch (InterruptedException interrupted) {
            kill();
            Thread.currentThread().interrupt();
            throw new ServerStartException("Interrupted while starting Kafka", interrupted);
        }
    }

    private @Nullable String firstLine() {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        try {
            return reader.readLine();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
