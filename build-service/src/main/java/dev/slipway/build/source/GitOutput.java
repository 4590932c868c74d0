package dev.slipway.build.source;

/**
 * How a git process ended.
 *
 * @param output what it printed on stdout, at most as much as was asked for
 * @param errors the last 16 KiB of what it printed on stderr
 */
record GitOutput(int exitCode, String output, String errors) {

    boolean succeeded() {
        return exitCode == 0;
    }

    /** The line in which git says what went wrong; empty if it said nothing. */
    String complaint() {
        String first = "";
        for (String line : errors.split("\\R")) {
            if (line.startsWith("fatal: ")) {
                return line.substring("fatal: ".length());
            }
            if (first.isEmpty() && line.startsWith("error: ")) {
                first = line.substring("error: ".length());
            }
        }
        return first;
    }
}
