package dev.slipway.app.app;

import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Slug;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A wish for an app that is in order. */
public record NewApp(String owner, String name, List<String> command, Map<String, String> environment) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,255}");
    private static final int MAX_ARGUMENTS = 256;
    private static final int MAX_COMMAND_BYTES = 64 * 1024;
    private static final int MAX_VARIABLES = 256;
    private static final int MAX_ENVIRONMENT_BYTES = 64 * 1024;

    public NewApp {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** @throws SlipwayException (invalid) naming the field that is to be mended */
    public static NewApp of(
            @Nullable String owner,
            @Nullable String name,
            @Nullable List<@Nullable String> command,
            @Nullable Map<String, @Nullable String> environment) {
        return new NewApp(
                Slug.require("owner", required("owner", owner)),
                checkedName(required("name", name)),
                checkedCommand(command),
                checkedEnvironment(environment == null ? Map.of() : environment));
    }

    private static String required(String field, @Nullable String text) {
        if (text == null) {
            throw SlipwayException.invalid(field, "is required");
        }
        return text;
    }

    private static String checkedName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw SlipwayException.invalid(
                    "name",
                    "must be 1 to 100 letters, digits, dots, dashes and underscores, beginning with a letter or digit");
        }
        return name;
    }

    private static List<String> checkedCommand(@Nullable List<@Nullable String> command) {
        if (command == null || command.isEmpty()) {
            throw SlipwayException.invalid("command", "is required: a list of the program and its arguments");
        }
        if (command.size() > MAX_ARGUMENTS || bytes(command) > MAX_COMMAND_BYTES) {
            throw SlipwayException.invalid(
                    "command", "must have at most " + MAX_ARGUMENTS + " parts and " + MAX_COMMAND_BYTES + " bytes");
        }
        for (String argument : command) {
            if (argument == null || argument.indexOf('\0') >= 0) {
                throw SlipwayException.invalid("command", "must be texts without NUL");
            }
        }
        List<String> checked = List.copyOf(command);
        String program = checked.get(0);
        if (program.isBlank() || program.indexOf('=') >= 0) {
            throw SlipwayException.invalid("command", "must begin with the name of a program");
        }
        return checked;
    }

    private static Map<String, String> checkedEnvironment(Map<String, @Nullable String> environment) {
        if (environment.size() > MAX_VARIABLES
                || bytes(environment.keySet()) + bytes(environment.values()) > MAX_ENVIRONMENT_BYTES) {
            throw SlipwayException.invalid(
                    "environment",
                    "must have at most " + MAX_VARIABLES + " variables and " + MAX_ENVIRONMENT_BYTES + " bytes");
        }
        environment.forEach((name, value) -> {
            if (!VARIABLE.matcher(name).matches()) {
                throw SlipwayException.invalid("environment", "'" + name + "' is no name of a variable");
            }
            if (value == null || value.indexOf('\0') >= 0) {
                throw SlipwayException.invalid("environment", "the value of " + name + " must be text without NUL");
            }
        });
        return Map.copyOf(environment);
    }

    private static long bytes(Iterable<@Nullable String> texts) {
        long sum = 0;
        for (String text : texts) {
            sum += text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
        }
        return sum;
    }
}
