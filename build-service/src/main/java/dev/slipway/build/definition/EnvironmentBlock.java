package dev.slipway.build.definition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The variables of an {@code environment} or {@code env} block: a map, or a list of {@code NAME=value}. */
final class EnvironmentBlock {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final int MAX_VARIABLES = 1000;
    /** The kernel takes 128 KiB for one variable. */
    private static final int MAX_VALUE_CHARACTERS = 32 * 1024;

    private EnvironmentBlock() {}

    static Map<String, String> parse(YamlValue block) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (block.isSequence()) {
            for (YamlValue element : block.elements()) {
                addAssignment(element, variables);
            }
        } else {
            block.mapping().forEach((name, value) -> add(name, value.text(), value, variables));
        }
        return variables;
    }

    /** {@code NAME=value}, {@code NAME = "value"}, or a map of one as some files write it. */
    private static void addAssignment(YamlValue element, Map<String, String> variables) {
        if (element.isMapping()) {
            element.mapping().forEach((name, value) -> add(name, value.text(), value, variables));
            return;
        }
        String text = element.text();
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw element.error("must be written NAME=value");
        }
        String value = text.substring(equals + 1);
        add(
                text.substring(0, equals).strip(),
                spaced(text, equals) ? unquote(value.strip()) : value,
                element,
                variables);
    }

    /** DaoCloud's pages write {@code KEY = "VALUE"}; only then are the quotes not part of the value. */
    private static boolean spaced(String text, int equals) {
        return equals > 0 && text.charAt(equals - 1) == ' ';
    }

    private static String unquote(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static void add(String name, String value, YamlValue place, Map<String, String> variables) {
        if (!NAME.matcher(name).matches()) {
            throw place.error("is no name of a variable: letters, digits and _ only");
        }
        if (value.length() > MAX_VALUE_CHARACTERS) {
            throw place.error("is longer than " + MAX_VALUE_CHARACTERS + " characters");
        }
        variables.put(name, value);
        if (variables.size() > MAX_VARIABLES) {
            throw place.error("is more than " + MAX_VARIABLES + " variables");
        }
    }
}
