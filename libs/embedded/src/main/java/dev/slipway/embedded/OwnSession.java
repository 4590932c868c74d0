package dev.slipway.embedded;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts a command in a session of its own, by {@code setsid} where the machine has it.
 *
 * <p>A terminal sends Ctrl-C to its whole foreground process group. Whoever stops its children in order must be the only one to hear
 * it.
 */
public final class OwnSession {

    private static final boolean HAS_SETSID = Stream.of(
                    System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "setsid")));

    private OwnSession() {}

    /** The command as it is to be started; the process keeps its number, since setsid replaces itself by the command. */
    public static List<String> command(List<String> command) {
        return HAS_SETSID ? Stream.concat(Stream.of("setsid"), command.stream()).toList() : List.copyOf(command);
    }
}
