package dev.slipway.local.suite;

import dev.slipway.local.data.DataFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The command line of a service's JVM: made to start quickly and to stay small, not for load. {@value #OPTIONS_VARIABLE} of the
 * environment adds options, which win over these.
 */
final class ServiceCommand {

    /** On the command line of every service, so that a later run can tell whose it was. */
    static final String DATA_PROPERTY = "-Dslipway.launcher.data=";

    private static final int FIRST_WITH_ACCESS_WARNINGS = 24;

    private static final String OPTIONS_VARIABLE = "SLIPWAY_JAVA_OPTIONS";

    private final Path root;
    private final DataFolder data;
    private final List<String> further;

    /** @param environment the launcher's own */
    ServiceCommand(Path root, DataFolder data, Map<String, String> environment) {
        this.root = root;
        this.data = data;
        this.further = Pattern.compile("\\s+")
                .splitAsStream(environment.getOrDefault(OPTIONS_VARIABLE, ""))
                .filter(option -> !option.isEmpty())
                .toList();
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
        command.addAll(further);
        command.add("-jar");
        command.add(service.jar(root).toString());
        return command;
    }
}
