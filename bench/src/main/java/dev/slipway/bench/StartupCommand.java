package dev.slipway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.bench.load.Latencies;
import dev.slipway.bench.suite.LocalSuite;
import dev.slipway.bench.suite.ResidentMemory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What somebody waits for: the whole suite from built jars, with an empty and with a used data folder; and a service that was killed. */
@Command(
        name = "startup",
        description = "Built jars to everything ready, memory of everything, restart of one service.")
final class StartupCommand implements Callable<Integer> {

    private static final List<String> SERVICES = List.of(
            "api-gateway", "build-service", "app-service", "registry-service", "pipeline-service", "webhook-service");
    private static final double TARGET_SECONDS = 20;
    private static final double TARGET_MIB = 2560;
    private static final long LONGEST_RESTART_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    @Option(names = "--root", required = true, description = "The repository's top folder.")
    private Path root;

    @Option(names = "--data", required = true, description = "An empty folder for the suite's data.")
    private Path data;

    @Option(names = "--port", required = true, description = "The suite's public port.")
    private int port;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Starts with a used folder (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        out.println(Machine.describe());
        LocalSuite suite = new LocalSuite(root, data, port);
        try {
            out.printf(Locale.ROOT, "built jars to everything ready, empty data folder: %.1f s%n", seconds(suite.up()));
            Latencies starts = new Latencies();
            for (int i = 0; i < rounds; i++) {
                suite.down();
                starts.add(suite.up());
            }
            out.printf(
                    Locale.ROOT,
                    "built jars to everything ready, used data folder, median of %d: %.1f s (target %.0f s)%n",
                    rounds,
                    starts.millisAt(50) / 1000,
                    TARGET_SECONDS);
            ResidentMemory memory = ResidentMemory.of(suite.pids());
            out.printf(
                    Locale.ROOT,
                    "memory of all %d processes: %.0f MiB resident, %.0f MiB with shared pages counted once (target %.0f MiB)%n",
                    memory.processes(),
                    memory.residentMib(),
                    memory.proportionalMib(),
                    TARGET_MIB);
            for (String service : SERVICES) {
                out.printf(
                        Locale.ROOT,
                        "kill -9 of %s to ready again: %.1f s%n",
                        service,
                        seconds(restart(suite, service)));
            }
        } finally {
            suite.down();
        }
        return 0;
    }

    private static long restart(LocalSuite suite, String service) throws IOException {
        JsonNode before = suite.process(service);
        long pid = before.path("pid").asLong();
        long begun = System.nanoTime();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        while (System.nanoTime() - begun < LONGEST_RESTART_NANOS) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            JsonNode now = suite.process(service);
            if (now.path("state").asText().equalsIgnoreCase("ready")
                    && now.path("pid").asLong() != pid) {
                return System.nanoTime() - begun;
            }
        }
        throw new IOException(service + " was not ready again within two minutes");
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
