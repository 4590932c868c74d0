package dev.slipway.bench.gateway;

import dev.slipway.bench.Machine;
import dev.slipway.bench.load.Load;
import dev.slipway.bench.load.LoadFigures;
import dev.slipway.bench.load.TokenGets;
import dev.slipway.bench.load.Wrk;
import dev.slipway.embedded.FreePorts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The gateway, with authentication and quota on, beside nginx and Spring Cloud Gateway, in interleaved rounds. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = "The gateway against nginx and Spring Cloud Gateway.")
public final class GatewayCommand implements Callable<Integer> {

    /** Any path that Slipway's gateway lets a reader ask build-service for. */
    static final String PATH = "/platform/v1/flows/0193a1f2-7c55-7e19-9d0a-6f1f4a7c2b11";

    /** A server's compilers want load of each kind: half of the warm-up with the most connections, half with these. */
    private static final int WARM_UP_CONNECTIONS = 32;

    private static final double PERCENT = 100;

    @Option(names = "--root", required = true, description = "The repository's top folder.")
    private Path root;

    @Option(names = "--work", required = true, description = "An empty folder for what the servers write.")
    private Path work;

    @Option(
            names = "--connections",
            split = ",",
            defaultValue = "1,32,256",
            description = "Connections at once (default: ${DEFAULT-VALUE}).")
    private List<Integer> connections;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Of which the medians are told (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "3", description = "Length of each run (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "60",
            description = "Seconds of load on each Java server before the first round (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(
            names = "--tokens",
            defaultValue = "100",
            description = "Tokens, each of its own user, that the calls are spread over (default: ${DEFAULT-VALUE}).")
    private int tokens;

    @Option(names = "--only", description = "Measure only contestants whose name contains this; for profiling.")
    private String only = "";

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        try (Belongings belongings = new Belongings()) {
            FixedUpstream upstream = belongings.keep(FixedUpstream.start(FreePorts.take()));
            Trial trial = new Trial(root, work, upstream.port(), PATH, TokenRows.newValues(tokens));
            Load load = load(trial);
            out.println(Machine.describe());
            out.printf("%s; %d rounds of %d s; %d tokens%n", load.name(), rounds, seconds, tokens);
            List<Contestant> contestants = contestants(out, upstream, trial, belongings);
            new ComparisonReport(measure(out, load, contestants), connections).print(out);
        }
        return 0;
    }

    private List<Contestant> contestants(PrintStream out, FixedUpstream upstream, Trial trial, Belongings belongings)
            throws Exception {
        List<Contestant> contestants = new ArrayList<>(List.of(upstream));
        if (isWanted(ComparisonReport.NGINX)) {
            NginxProxy.start(trial, belongings)
                    .ifPresentOrElse(
                            contestants::add, () -> out.println("nginx: not measured (there is none on this machine)"));
        }
        if (isWanted(ComparisonReport.SPRING)) {
            contestants.add(SpringGateway.start(trial, belongings));
        }
        if (isWanted(ComparisonReport.SLIPWAY)) {
            SlipwayGateway slipway = SlipwayGateway.start(trial, 1, belongings);
            out.println("Slipway's process: " + slipway.pid());
            contestants.add(slipway);
        }
        return contestants;
    }

    private boolean isWanted(String name) {
        return name.contains(only);
    }

    private Load load(Trial trial) throws IOException {
        if (!Wrk.isInstalled()) {
            return new TokenGets(trial.path(), trial.tokens());
        }
        Path file = Files.write(work.resolve("tokens"), trial.tokens());
        return new Wrk(root.resolve("bench/gateway/tokens.lua"), trial.path(), file);
    }

    private Results measure(PrintStream out, Load load, List<Contestant> contestants)
            throws IOException, InterruptedException {
        int most = connections.stream().mapToInt(Integer::intValue).max().orElse(1);
        int half = Math.max(1, warmUpSeconds / 2);
        for (Contestant contestant : contestants) {
            int each = contestant.isCompiledBefore() ? 1 : half;
            load.run(contestant.port(), most, each);
            load.run(contestant.port(), Math.min(most, WARM_UP_CONNECTIONS), each);
        }
        Results results = new Results();
        for (int round = 0; round < rounds; round++) {
            for (int connectionsAtOnce : connections) {
                for (Contestant contestant : contestants) {
                    Measurement measurement = measureOnce(load, contestant, connectionsAtOnce);
                    results.add(contestant.name(), connectionsAtOnce, measurement);
                    out.printf(
                            Locale.ROOT,
                            "round %d, c = %d, %s: %,.0f/s, p50 %,.0f µs, other work %.0f %%%n",
                            round + 1,
                            connectionsAtOnce,
                            contestant.name(),
                            measurement.load().perSecond(),
                            measurement.load().p50Micros(),
                            PERCENT * measurement.othersShare());
                }
            }
        }
        return results;
    }

    private Measurement measureOnce(Load load, Contestant contestant, int connectionsAtOnce)
            throws IOException, InterruptedException {
        OtherWork others = new OtherWork();
        long beforeNanos = contestant.cpuNanos();
        LoadFigures figures = load.run(contestant.port(), connectionsAtOnce, seconds);
        double usedNanos = contestant.cpuNanos() - beforeNanos;
        return new Measurement(
                figures,
                usedNanos / TimeUnit.MICROSECONDS.toNanos(1) / Math.max(1, figures.requests()),
                contestant.residentMib(),
                others.share());
    }
}
