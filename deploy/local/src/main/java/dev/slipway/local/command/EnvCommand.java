package dev.slipway.local.command;

import dev.slipway.embedded.SecretFiles;
import dev.slipway.local.LaunchFailure;
import dev.slipway.local.data.DataFolder;
import dev.slipway.local.suite.ServiceName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./slipway env}: for starting a service by hand in the place of the suite's. */
@Command(
        name = "env",
        description = "Print the environment of a service, passwords included, for eval in a shell: with"
                + " up --without SERVICE you start that service yourself, in a debugger for example.")
public final class EnvCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Such as build-service.")
    String service;

    @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept (default .slipway).")
    @Nullable
    Path data;

    @Override
    public Integer call() {
        DataFolder folder = Surroundings.data(data);
        Path file = folder.environment(ServiceName.of(service).word());
        if (!Files.exists(file)) {
            throw new LaunchFailure(service + " was never started on " + folder.path() + ": start with ./slipway up");
        }
        System.out.println(SecretFiles.read(file));
        return 0;
    }
}
