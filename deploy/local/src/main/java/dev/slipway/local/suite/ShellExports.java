package dev.slipway.local.suite;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An environment as lines that a POSIX shell evaluates: {@code export NAME='value'}, sorted by name. */
final class ShellExports {

    private ShellExports() {}

    static String of(Map<String, String> environment) {
        return new TreeMap<>(environment)
                .entrySet().stream()
                        .map(variable -> "export " + variable.getKey() + "=" + quoted(variable.getValue()) + "\n")
                        .collect(Collectors.joining());
    }

    /** Within single quotes only their own end means anything. */
    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
