package dev.slipway.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.dialects.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the parameters of an operation those of its route's pattern: OpenAPI wants each variable of a path described, by its name. */
final class PathParameters {

    private static final String PARAMETERS = "parameters";
    private static final Pattern SEGMENT = Pattern.compile("[^/]+");

    private PathParameters() {}

    /** The pattern as OpenAPI writes it: it has no {@code {x...}}. */
    static String template(Route route) {
        return route.pattern().replace("...}", "}");
    }

    /** @param path under which the service describes the operation; of the same shape as the route */
    static void follow(ObjectNode operation, Route route, String path) {
        Map<String, String> routeNames = names(path, template(route));
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        Map<String, JsonNode> described = new HashMap<>();
        operation.path(PARAMETERS).forEach(parameter -> {
            if (parameter.path("in").asText().equals("path")) {
                String name = routeNames.get(parameter.path("name").asText());
                if (name != null) {
                    described.put(name, parameter);
                }
            } else {
                parameters.add(parameter);
            }
        });
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (String name : route.variables()) {
            all.add(parameter(name, route, described.get(name)));
        }
        all.addAll(parameters);
        if (all.isEmpty()) {
            operation.remove(PARAMETERS);
        } else {
            operation.set(PARAMETERS, all);
        }
    }

    private static ObjectNode parameter(
            String name, Route route, @org.jspecify.annotations.Nullable JsonNode described) {
        ObjectNode parameter = JsonNodeFactory.instance.objectNode();
        if (described instanceof ObjectNode known) {
            parameter.setAll(known);
        } else {
            parameter.putObject("schema").put("type", "string");
        }
        parameter.put("name", name).put("in", "path").put("required", true);
        if (route.pattern().contains("{" + name + "...}")) {
            parameter.put("description", "May have several parts, with slashes between them.");
        }
        return parameter;
    }

    /** The variables of the described path, with what the route calls them; one that is a word in the route is left out. */
    private static Map<String, String> names(String path, String template) {
        List<String> ours = segments(template);
        List<String> theirs = segments(path);
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < ours.size(); i++) {
            if (theirs.get(i).startsWith("{") && ours.get(i).startsWith("{")) {
                names.put(inner(theirs.get(i)), inner(ours.get(i)));
            }
        }
        return names;
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        Matcher matcher = SEGMENT.matcher(path);
        while (matcher.find()) {
            segments.add(matcher.group());
        }
        return segments;
    }

    private static String inner(String variable) {
        return variable.substring(1, variable.length() - 1);
    }
}
