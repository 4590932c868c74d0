package dev.slipway.bench;

import dev.slipway.bench.gateway.GatewayCommand;
import dev.slipway.bench.gateway.GatewaySoakCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The load generators behind {@code bench/outbox}, {@code bench/accept}, {@code bench/first-exec}, {@code bench/startup} and {@code bench/gateway/run}. */
@Command(
        name = "bench",
        description = "Measures Slipway.",
        subcommands = {
            AcceptCommand.class,
            OutboxCommand.class,
            FirstExecCommand.class,
            StartupCommand.class,
            GatewayCommand.class,
            GatewaySoakCommand.class
        })
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }
}
