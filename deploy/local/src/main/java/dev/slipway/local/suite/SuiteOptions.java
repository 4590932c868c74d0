package dev.slipway.local.suite;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run was asked for.
 *
 * @param root the repository's top folder, with the built jars
 * @param host where the gateway listens
 * @param port the gateway's port, the only one that is not on loopback
 * @param postgres an existing server to use; null starts the embedded one
 * @param kafka an existing broker to use; null starts the embedded one
 * @param fileRoots below these, builds may clone {@code file://}
 * @param without services that somebody else starts
 * @param unsafeRunner steps and apps may run without a sandbox where none works
 */
public record SuiteOptions(
        Path root,
        String host,
        int port,
        @Nullable ExternalPostgres postgres,
        @Nullable ExternalKafka kafka,
        List<Path> fileRoots,
        Set<ServiceName> without,
        boolean unsafeRunner) {

    public SuiteOptions {
        root = root.toAbsolutePath().normalize();
        fileRoots = fileRoots.stream()
                .map(path -> path.toAbsolutePath().normalize())
                .toList();
        without = Set.copyOf(without);
    }

    /** Where this machine reaches the gateway. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }
}
