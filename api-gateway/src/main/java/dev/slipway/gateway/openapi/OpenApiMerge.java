package dev.slipway.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes one document of many: the native paths of each service, and the components that they name. Where two services call different
 * components by one name, the later one's gets its service's name in front.
 */
final class OpenApiMerge {

    private static final String NATIVE = "/platform/";
    private static final String COMPONENTS = "components";
    private static final String REFERENCE = "$ref";

    private final ObjectNode merged = JsonNodeFactory.instance.objectNode();
    private final ObjectNode paths;
    private final ObjectNode components;

    OpenApiMerge() {
        merged.put("openapi", "3.1.0");
        merged.putObject("info")
                .put("title", "Slipway")
                .put("version", "v1")
                .put("description", "The native API of every service. Authorise with an access token.");
        paths = merged.putObject("paths");
        components = merged.putObject(COMPONENTS);
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "An access token from POST /platform/v1/tokens");
        merged.putArray("security").addObject().putArray("token");
    }

    /** Adds what a service serves natively. */
    OpenApiMerge add(String service, JsonNode document) {
        Map<String, String> renamed = addComponents(service, document.path(COMPONENTS));
        document.path("paths").properties().forEach(path -> {
            if (path.getKey().startsWith(NATIVE)) {
                JsonNode operations = rename(path.getValue(), renamed);
                paths.withObjectProperty(path.getKey()).setAll((ObjectNode) tagged(service, operations));
            }
        });
        return this;
    }

    ObjectNode document() {
        return merged;
    }

    /** The references that change, old to new. */
    private Map<String, String> addComponents(String service, JsonNode added) {
        Map<String, String> renamed = new HashMap<>();
        added.properties()
                .forEach(kind -> kind.getValue().properties().forEach(component -> {
                    JsonNode known = components.path(kind.getKey()).path(component.getKey());
                    if (!kind.getKey().equals("securitySchemes")
                            && !known.isMissingNode()
                            && !known.equals(component.getValue())) {
                        renamed.put(
                                reference(kind.getKey(), component.getKey()),
                                reference(kind.getKey(), prefix(service) + component.getKey()));
                    }
                }));
        added.properties().forEach(kind -> {
            if (!kind.getKey().equals("securitySchemes")) {
                kind.getValue().properties().forEach(component -> {
                    String reference = reference(kind.getKey(), component.getKey());
                    String name = renamed.getOrDefault(reference, reference);
                    components
                            .withObjectProperty(kind.getKey())
                            .set(name.substring(name.lastIndexOf('/') + 1), rename(component.getValue(), renamed));
                });
            }
        });
        return renamed;
    }

    private static JsonNode tagged(String service, JsonNode operations) {
        operations.forEach(operation -> {
            if (operation instanceof ObjectNode object) {
                object.putArray("tags").add(service);
            }
        });
        return operations;
    }

    private static JsonNode rename(JsonNode node, Map<String, String> renamed) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> {
                JsonNode value = field.getValue();
                boolean reference = field.getKey().equals(REFERENCE) && renamed.containsKey(value.asText());
                copy.set(
                        field.getKey(),
                        reference
                                ? JsonNodeFactory.instance.textNode(renamed.get(value.asText()))
                                : rename(value, renamed));
            });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(value -> copy.add(rename(value, renamed)));
            return copy;
        }
        return node;
    }

    private static String reference(String kind, String name) {
        return "#/" + COMPONENTS + "/" + kind + "/" + name;
    }

    /** {@code build-service} as {@code Build}. */
    private static String prefix(String service) {
        String word = service.substring(0, Math.max(1, service.indexOf('-')));
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
