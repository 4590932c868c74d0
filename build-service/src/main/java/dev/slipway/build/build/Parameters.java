package dev.slipway.build.build;

import dev.slipway.kit.error.SlipwayException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A build's parameters: environment variables of every step. */
public final class Parameters {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    /** What no environment variable can hold: NUL, and a lone surrogate, which has no UTF-8. */
    private static final Pattern UNSPEAKABLE = Pattern.compile("[\\x00\\p{Cs}]");

    private static final int MAX_COUNT = 100;
    private static final int MAX_CHARS = 64 * 1024;

    private Parameters() {}

    /**
     * @throws SlipwayException (invalid) for a name that no shell could have, a value that no process could be given, or too much of them
     */
    public static Map<String, String> check(@Nullable Map<String, @Nullable String> given) {
        if (given == null) {
            return Map.of();
        }
        if (given.size() > MAX_COUNT) {
            throw SlipwayException.invalid("parameters", "must be at most " + MAX_COUNT);
        }
        int chars = 0;
        for (Map.Entry<String, @Nullable String> parameter : given.entrySet()) {
            chars += parameter.getKey().length() + checkedLength(parameter.getKey(), parameter.getValue());
        }
        if (chars > MAX_CHARS) {
            throw SlipwayException.invalid("parameters", "must have at most " + MAX_CHARS + " characters together");
        }
        @SuppressWarnings("NullAway") // Every value was seen not to be null.
        Map<String, String> checked = Map.copyOf(given);
        return checked;
    }

    private static int checkedLength(String name, @Nullable String value) {
        if (!NAME.matcher(name).matches()) {
            throw SlipwayException.invalid(
                    "parameters", "a name must be letters, digits and underscores, and not begin with a digit");
        }
        if (value == null || UNSPEAKABLE.matcher(value).find()) {
            throw SlipwayException.invalid(
                    "parameters." + name, "must be text without NUL and without half a character");
        }
        return value.length();
    }
}
