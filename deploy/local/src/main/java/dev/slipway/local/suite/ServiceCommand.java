package dev.slipway.local.suite;

import dev.slipway.local.data.DataFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a service's JVM: made to start quickly and to stay small, not for load. */
final class ServiceCommand {

    /** On the command line of every service, so that a later run can tell whose it was. */
    static final String DATA_PROPERTY = "-Dslipway.launcher.data=";

    private static final int FIRST_WITH_ACCESS_WARNINGS = 24;

    private final Path root;
    private final DataFolder data;

    ServiceCommand(Path root, DataFolder data) {
        this.root = root;
        this.data = data;
    }

    List<String> of(ServiceName service) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Xss512k",
                "-Dfile.encoding=UTF-8",
                DATA_PROPERTY + data.path()));
        if (Runtime.version().feature() >= FIRST_WITH_ACCESS_WARNINGS) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-jar");
        command.add(service.jar(root).toString());
        return command;
    }
}
