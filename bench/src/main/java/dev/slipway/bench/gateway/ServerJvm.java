package dev.slipway.bench.gateway;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the measured Java servers are run: as a server is (with C2, unlike ./slipway up, whose services are made to start quickly), with
 * the collector and the heap that suit a small machine.
 */
final class ServerJvm {

    /** Told with the figures. */
    static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xmx128m", "-Xss512k", "-Dfile.encoding=UTF-8");

    private ServerJvm() {}

    /** The command line up to the class path. */
    static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        return command;
    }
}
