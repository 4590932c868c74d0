package dev.slipway.bench;

import dev.slipway.bench.ceiling.Pgbench;
import dev.slipway.bench.load.BuildPosts;
import dev.slipway.bench.load.Latencies;
import dev.slipway.bench.suite.GatewayTokens;
import dev.slipway.bench.suite.RunningSuite;
import dev.slipway.bench.suite.SampleFlows;
import dev.slipway.bench.suite.SampleRepository;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many builds per second are accepted, that is: their rows and their outbox rows are committed and the caller has been answered. */
@Command(
        name = "accept",
        description = "Accepted builds per second, straight and through the gateway, against pgbench.")
final class AcceptCommand implements Callable<Integer> {

    private static final double TARGET_RATIO = 0.5;

    @Mixin
    private SuiteOptions suiteOptions;

    @Option(names = "--clients", defaultValue = "16", description = "Clients at once (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(names = "--seconds", defaultValue = "20", description = "Length of each run (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "600",
            description = "Seconds before it at most; less if it gets no faster (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        RunningSuite suite = suiteOptions.suite();
        Path repositories = suiteOptions.repositories();
        SampleRepository repository = SampleRepository.make(repositories.resolve("sample"));
        List<String> flows = SampleFlows.register(suite, repository.folder(), SuiteOptions.FLOWS);
        GatewayTokens tokens = new GatewayTokens(suite.gatewayKey());
        String admin = "Bearer " + suite.adminToken();

        out.println(Machine.describe());
        out.println(clients + " clients, " + flows.size() + " flows, " + seconds + " s each, runner off");
        BuildPosts straight =
                new BuildPosts(suite.port("build-service"), tokens::authorization, flows, repository.sha());
        BuildPosts throughGateway = new BuildPosts(suite.port("api-gateway"), () -> admin, flows, repository.sha());
        double straightRate = measure(out, "straight at build-service", straight);
        double gatewayRate = measure(out, "through the gateway", throughGateway);
        OptionalDouble ceiling = new Pgbench(suiteOptions.root(), suite.port("postgres"), suite.postgresPassword())
                .acceptedBuilds(clients, seconds);
        if (ceiling.isEmpty()) {
            out.println("pgbench, the same statements: not measured (no pgbench on this machine)");
            return 0;
        }
        double most = ceiling.getAsDouble();
        out.printf(Locale.ROOT, "pgbench, the same statements: %.0f/s%n", most);
        out.printf(
                Locale.ROOT,
                "ratio: straight %.2f (target %.1f), through the gateway %.2f%n",
                straightRate / most,
                TARGET_RATIO,
                gatewayRate / most);
        return 0;
    }

    private double measure(PrintStream out, String what, BuildPosts posts) throws InterruptedException {
        int warmUp = posts.warmUp(clients, warmUpSeconds);
        Latencies latencies = posts.asFastAsAnswered(clients, seconds);
        double perSecond = (double) latencies.count() / seconds;
        out.printf(Locale.ROOT, "%s: %.0f builds/s, %s, after %d s of warm-up%n", what, perSecond, latencies, warmUp);
        return perSecond;
    }
}
