package dev.slipway.bench.gateway;

import dev.slipway.bench.Machine;
import dev.slipway.bench.load.TokenGets;
import dev.slipway.embedded.FreePorts;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether the gateway's memory stays flat while many tokens are used in turn, over millions of requests. */
@Command(
        name = "gateway-soak",
        mixinStandardHelpOptions = true,
        description = "The gateway's memory over millions of requests with many tokens.")
public final class GatewaySoakCommand implements Callable<Integer> {

    private static final long STEP_REQUESTS = 1_000_000;
    private static final int TOKENS_PER_PRINCIPAL = 10;
    private static final int STEPS_AT_LEAST = 10;

    @Option(names = "--root", required = true, description = "The repository's top folder.")
    private Path root;

    @Option(names = "--work", required = true, description = "An empty folder for what the servers write.")
    private Path work;

    @Option(names = "--requests", defaultValue = "10000000", description = "In all (default: ${DEFAULT-VALUE}).")
    private long requests;

    @Option(names = "--tokens", defaultValue = "100000", description = "Used in turn (default: ${DEFAULT-VALUE}).")
    private int tokens;

    @Option(names = "--clients", defaultValue = "32", description = "Clients at once (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        long stepRequests = Math.max(1, Math.min(STEP_REQUESTS, requests / STEPS_AT_LEAST));
        try (Belongings belongings = new Belongings()) {
            FixedUpstream upstream = belongings.keep(FixedUpstream.start(FreePorts.take()));
            Trial trial = new Trial(root, work, upstream.port(), GatewayCommand.PATH, TokenRows.newValues(tokens));
            SlipwayGateway slipway = SlipwayGateway.start(trial, TOKENS_PER_PRINCIPAL, belongings);
            TokenGets load = new TokenGets(trial.path(), trial.tokens());

            out.println(Machine.describe());
            out.printf(
                    Locale.ROOT,
                    "%,d requests, %,d tokens of %,d users in turn, %d clients; %s%n",
                    requests,
                    tokens,
                    (tokens + TOKENS_PER_PRINCIPAL - 1) / TOKENS_PER_PRINCIPAL,
                    clients,
                    String.join(" ", ServerJvm.FLAGS));
            out.printf(Locale.ROOT, "at the start: %.0f MiB resident%n", slipway.residentMib());
            for (long sent = 0; sent < requests; ) {
                long step = Math.min(stepRequests, requests - sent);
                long beganNanos = System.nanoTime();
                load.send(slipway.port(), clients, step);
                double stepSeconds = (System.nanoTime() - beganNanos) / (double) TimeUnit.SECONDS.toNanos(1);
                sent += step;
                out.printf(
                        Locale.ROOT,
                        "%,d: %.0f MiB resident, %.0f requests/s%n",
                        sent,
                        slipway.residentMib(),
                        step / stepSeconds);
            }
        }
        return 0;
    }
}
