package dev.slipway.local.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The running processes by what stands on their command lines ({@code /proc}). */
final class CommandLines {

    private CommandLines() {}

    /** Those that have exactly one of these among their arguments. */
    static List<ProcessHandle> with(Set<String> arguments) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> !Collections.disjoint(of(process.pid()), arguments))
                    .toList();
        }
    }

    private static List<String> of(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException gone) {
            return List.of();
        }
    }
}
