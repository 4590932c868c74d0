package dev.slipway.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The load generators behind {@code bench/outbox}, {@code bench/accept}, {@code bench/first-exec} and {@code bench/startup}. */
@Command(
        name = "bench",
        description = "Measures a running suite.",
        subcommands = {AcceptCommand.class, OutboxCommand.class, FirstExecCommand.class, StartupCommand.class})
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }
}
