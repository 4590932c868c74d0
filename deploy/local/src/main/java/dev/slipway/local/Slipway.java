package dev.slipway.local;

import dev.slipway.embedded.ServerStartException;
import dev.slipway.local.command.DemoCommand;
import dev.slipway.local.command.DoctorCommand;
import dev.slipway.local.command.DownCommand;
import dev.slipway.local.command.EnvCommand;
import dev.slipway.local.command.LogsCommand;
import dev.slipway.local.command.StatusCommand;
import dev.slipway.local.command.UpCommand;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line behind {@code ./slipway}. */
@Command(
        name = "slipway",
        description = "Builds, ships and deploys software, and speaks five open CI/CD APIs.",
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            DownCommand.class,
            DoctorCommand.class,
            EnvCommand.class,
            HelpCommand.class
        })
public final class Slipway implements Runnable {

    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Slipway())
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> report(failure))
                .execute(arguments));
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** What the user can mend is one line; anything else is a bug and shows where. */
    static int report(Exception failure) throws Exception {
        Optional<String> fullDisk = FullDisk.sentence(failure);
        if (fullDisk.isPresent()) {
            System.err.println(LaunchFailure.PREFIX + fullDisk.get());
            return 1;
        }
        if (failure instanceof LaunchFailure || failure instanceof ServerStartException) {
            System.err.println(LaunchFailure.PREFIX + failure.getMessage());
            return 1;
        }
        throw failure;
    }
}
