package dev.slipway.local.command;

import dev.slipway.local.data.DataFolder;
import dev.slipway.local.suite.ExternalKafka;
import dev.slipway.local.suite.ExternalPostgres;
import dev.slipway.local.suite.ServiceName;
import dev.slipway.local.suite.SuiteOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that {@code up} and {@code demo} share. */
final class SuiteArguments {

    static final int DEFAULT_PORT = 8080;

    @Option(
            names = "--host",
            defaultValue = "0.0.0.0",
            description = "Where the public port listens (default ${DEFAULT-VALUE}); everything else is on loopback.")
    String host;

    @Option(
            names = "--postgres",
            paramLabel = "URL",
            description = "Use an existing PostgreSQL (postgresql://user:password@host:port/database), also as"
                    + " SLIPWAY_POSTGRES_URL, _USER and _PASSWORD. The user must be allowed to make users and schemas.")
    @Nullable
    String postgres;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description =
                    "Use an existing Kafka, also as SLIPWAY_KAFKA_BOOTSTRAP, with SLIPWAY_KAFKA_USER, _PASSWORD and"
                            + " _SECURITY_PROTOCOL.")
    @Nullable
    String kafka;

    @Option(
            names = "--file-root",
            paramLabel = "DIR",
            description = "Builds may clone file:// below DIR (repeatable). Without it: your home folder, the current"
                    + " folder, and the system's temporary folder.")
    @Nullable
    List<Path> fileRoots;

    @Option(
            names = "--unsafe-runner",
            description = "Run steps and apps without a sandbox where this machine offers none. They can then read and"
                    + " reach whatever you can.")
    boolean unsafeRunner;

    SuiteOptions options(Path root, int port, Set<ServiceName> without, Map<String, String> environment) {
        String postgresUrl = postgres == null ? environment.get("SLIPWAY_POSTGRES_URL") : postgres;
        String kafkaAddress = kafka == null ? environment.get("SLIPWAY_KAFKA_BOOTSTRAP") : kafka;
        boolean unsafe = unsafeRunner || Boolean.parseBoolean(environment.get("SLIPWAY_UNSAFE_RUNNER"));
        return new SuiteOptions(
                root,
                host,
                port,
                postgresUrl == null ? null : ExternalPostgres.of(postgresUrl, environment),
                kafkaAddress == null ? null : ExternalKafka.of(kafkaAddress, environment),
                effectiveFileRoots(),
                without,
                unsafe);
    }

    void addFileRoot(Path more) {
        List<Path> all = new ArrayList<>(effectiveFileRoots());
        all.add(more);
        fileRoots = all;
    }

    List<Path> effectiveFileRoots() {
        return fileRoots == null ? defaultFileRoots() : fileRoots;
    }

    private static List<Path> defaultFileRoots() {
        return List.of(
                Path.of(System.getProperty("user.home")),
                Path.of(System.getProperty("slipway.caller.folder", "")),
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The same options for a launcher in the background. */
    List<String> commandLine(DataFolder data, int port) {
        List<String> arguments =
                new ArrayList<>(List.of("--data", data.path().toString(), "--port", Integer.toString(port)));
        arguments.addAll(List.of("--host", host));
        if (postgres != null) {
            arguments.addAll(List.of("--postgres", postgres));
        }
        if (kafka != null) {
            arguments.addAll(List.of("--kafka", kafka));
        }
        if (fileRoots != null) {
            fileRoots.forEach(fileRoot -> arguments.addAll(List.of("--file-root", fileRoot.toString())));
        }
        if (unsafeRunner) {
            arguments.add("--unsafe-runner");
        }
        return arguments;
    }
}
