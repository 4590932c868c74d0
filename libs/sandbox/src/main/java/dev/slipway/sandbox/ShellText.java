package dev.slipway.sandbox;

import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A command and its environment as the shell text that {@code enter.sh} evaluates, with the command's own rights. It travels through a pipe as UTF-8: no value and
 * no argument is ever seen in the process list of the host, and none depends on the encoding that this JVM was started with.
 */
final class ShellText {

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

    private ShellText() {}

    /**
     * Exports the variables and sets the positional parameters to the command. Names that a shell cannot hold come before it as assignments
     * for {@code env}, which replaces itself by the command at once.
     */
    static String of(SandboxedCommand command) {
        StringBuilder exports = new StringBuilder();
        StringBuilder words = new StringBuilder("set --");
        new TreeMap<>(command.environment()).forEach((name, value) -> {
            if (IDENTIFIER.matcher(name).matches() && !BASH_OWN.contains(name)) {
                exports.append("export ")
                        .append(name)
                        .append('=')
                        .append(quote(value))
                        .append('\n');
            } else {
                words.append(' ').append(quote(name + '=' + value));
            }
        });
        command.arguments().forEach(argument -> words.append(' ').append(quote(argument)));
        return exports.append(words).append('\n').toString();
    }

    private static String quote(String value) {
        return '\'' + value.replace("'", "'\\''") + '\'';
    }
}
