package dev.slipway.dialects;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of a service's route file.
 *
 * @param method in upper case
 * @param pattern a path in which {@code {x}} stands for one part and {@code {x...}} for one part or more
 * @param dialect in which failures on this route are answered
 * @param service the name of the service that answers
 * @param apiClass the quota that a call counts against
 * @param scope what the caller's token must be allowed
 */
public record Route(
        String method, String pattern, Dialect dialect, String service, ApiClass apiClass, RouteScope scope) {

    private static final String REST = "...}";

    /** The parts of the pattern. */
    List<String> segments() {
        return PathSegments.of(pattern);
    }

    /** The parts that every path of this route has in common, from left to right: {@code /v1/apps/{id}/log} as {@code [v1, apps, log]}. */
    public List<String> literals() {
        return segments().stream().filter(segment -> !segment.startsWith("{")).toList();
    }

    /** The names of the variables, from left to right, without dots. */
    public List<String> variables() {
        return segments().stream()
                .filter(segment -> segment.startsWith("{"))
                .map(Route::name)
                .toList();
    }

    /**
     * What the variables stand for in a path that this route matches.
     *
     * @return name of the variable to its part of the path (several parts, with their slashes, for {@code {x...}}), from left to right
     */
    public Map<String, String> valuesIn(String path) {
        List<String> pattern = segments();
        List<String> parts = PathSegments.of(path);
        Map<String, String> values = new LinkedHashMap<>();
        int at = 0;
        for (String segment : pattern) {
            int taken = segment.endsWith(REST) ? parts.size() - pattern.size() + 1 : 1;
            if (segment.startsWith("{")) {
                values.put(name(segment), String.join("/", parts.subList(at, at + taken)));
            }
            at += taken;
        }
        return values;
    }

    private static String name(String variable) {
        return variable.substring(1, variable.length() - (variable.endsWith(REST) ? REST.length() : 1));
    }
}
