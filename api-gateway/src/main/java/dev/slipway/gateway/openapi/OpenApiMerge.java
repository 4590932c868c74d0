package dev.slipway.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.DocumentedPaths;
import dev.slipway.dialects.Route;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes the description of one dialect out of those of the services. The route table decides what stands in it and under which path; the services
 * tell what each operation takes and gives; credentials, quota and errors are the same everywhere, and added here.
 */
final class OpenApiMerge {

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");
    private static final String PARAMETERS = "parameters";

    private final Dialect dialect;
    private final List<Route> routes;
    private final ObjectNode merged = JsonNodeFactory.instance.objectNode();
    private final ObjectNode paths;
    private final MergedComponents components;
    private final OperationCompletion completion;
    private final Set<String> services = new TreeSet<>();

    /** @param routes of every dialect and service */
    OpenApiMerge(Dialect dialect, List<Route> routes) {
        this.dialect = dialect;
        this.routes =
                routes.stream().filter(route -> route.dialect() == dialect).toList();
        merged.put("openapi", "3.1.0");
        merged.putObject("info")
                .put("title", DialectTexts.title(dialect))
                .put("version", "v1")
                .put("description", DialectTexts.description(dialect));
        merged.putArray("servers").addObject().put("url", "/");
        paths = merged.putObject("paths");
        ObjectNode all = merged.putObject("components");
        components = new MergedComponents(all);
        completion = new OperationCompletion(dialect, all);
    }

    /** Adds what a service serves in this dialect. */
    OpenApiMerge add(String service, JsonNode document) {
        for (Route route : routes) {
            if (route.service().equals(service)) {
                methods(route).forEach(method -> add(route, method, document));
            }
        }
        return this;
    }

    ObjectNode document() {
        ObjectNode document = merged.deepCopy();
        services.forEach(
                service -> document.withArrayProperty("tags").addObject().put("name", service));
        return document;
    }

    /** {@code HEAD} goes wherever {@code GET} does. */
    private Collection<String> methods(Route route) {
        boolean ownHead = routes.stream()
                .anyMatch(other ->
                        other.method().equals("HEAD") && other.pattern().equals(route.pattern()));
        return route.method().equals("GET") && !ownHead ? List.of("GET", "HEAD") : List.of(route.method());
    }

    private void add(Route route, String method, JsonNode document) {
        JsonNode described = document.path("paths");
        String field = method.toLowerCase(Locale.ROOT);
        List<String> candidates = described.properties().stream()
                .filter(path ->
                        METHODS.contains(method) && path.getValue().path(field).isObject())
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toList());
        DocumentedPaths.describing(route, candidates).ifPresent(path -> {
            ObjectNode operation = described.path(path).path(field).deepCopy();
            described.path(path).path(PARAMETERS).forEach(operation.withArrayProperty(PARAMETERS)::add);
            ObjectNode own = components.take(route.service(), document, operation);
            PathParameters.follow(own, route, path);
            completion.complete(own, route, method);
            services.add(route.service());
            paths.withObjectProperty(PathParameters.template(route)).set(field, own);
        });
    }
}
