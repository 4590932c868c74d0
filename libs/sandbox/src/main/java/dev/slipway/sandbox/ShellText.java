package dev.slipway.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** An environment in the two forms that {@code enter.sh} takes. */
record ShellText(String exports, List<String> assignments) {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Names that bash does not let anyone set, or changes by itself. */
    private static final Set<String> BASH_OWN = Set.of(
            "BASHOPTS",
            "BASHPID",
            "BASH_ALIASES",
            "BASH_ARGC",
            "BASH_ARGV",
            "BASH_ARGV0",
            "BASH_CMDS",
            "BASH_COMMAND",
            "BASH_SUBSHELL",
            "BASH_VERSINFO",
            "DIRSTACK",
            "EPOCHREALTIME",
            "EPOCHSECONDS",
            "EUID",
            "FUNCNAME",
            "GROUPS",
            "HISTCMD",
            "LINENO",
            "OPTIND",
            "PIPESTATUS",
            "POSIXLY_CORRECT",
            "PPID",
            "RANDOM",
            "SECONDS",
            "SHELLOPTS",
            "SHLVL",
            "SRANDOM",
            "UID",
            "_");

    /**
     * Variables go in as exported shell variables, so that no value is ever seen in a process list; only names that a shell cannot hold go
     * in as arguments of {@code env}, which replaces itself by the command at once.
     */
    static ShellText of(Map<String, String> environment) {
        StringBuilder exports = new StringBuilder();
        List<String> assignments = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (IDENTIFIER.matcher(name).matches() && !BASH_OWN.contains(name)) {
                exports.append("export ")
                        .append(name)
                        .append('=')
                        .append(quote(value))
                        .append('\n');
            } else {
                assignments.add(name + '=' + value);
            }
        });
        return new ShellText(exports.toString(), assignments);
    }

    private static String quote(String value) {
        return '\'' + value.replace("'", "'\\''") + '\'';
    }
}
