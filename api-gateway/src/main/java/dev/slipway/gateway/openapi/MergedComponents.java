package dev.slipway.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Takes the components that an operation names, and those that they name, into the merged document. Where two services call different components by
 * one name, the later one's gets its service's name in front.
 */
final class MergedComponents {

    private static final String PREFIX = "#/components/";
    private static final String REFERENCE = "$ref";

    private final ObjectNode components;
    /** What each service's references have become, by service and reference. */
    private final Map<String, String> given = new HashMap<>();

    MergedComponents(ObjectNode components) {
        this.components = components;
    }

    /** The operation, with references that hold in the merged document. */
    ObjectNode take(String service, JsonNode document, ObjectNode operation) {
        Set<String> references = new LinkedHashSet<>();
        collect(operation, document, references);
        Map<String, String> renamed = new HashMap<>();
        references.forEach(reference -> renamed.put(
                reference, given.computeIfAbsent(service + reference, unknown -> name(service, reference, document))));
        references.forEach(
                reference -> put(renamed.getOrDefault(reference, reference), follow(at(document, reference), renamed)));
        return (ObjectNode) follow(operation, renamed);
    }

    private static void collect(JsonNode node, JsonNode document, Set<String> references) {
        JsonNode reference = node.path(REFERENCE);
        if (reference.isTextual()
                && reference.asText().startsWith(PREFIX)
                && !at(document, reference.asText()).isMissingNode()
                && references.add(reference.asText())) {
            collect(at(document, reference.asText()), document, references);
        }
        node.forEach(child -> collect(child, document, references));
    }

    private String name(String service, String reference, JsonNode document) {
        JsonNode known = at(components, reference.substring(PREFIX.length() - 1));
        if (known.isMissingNode() || known.equals(at(document, reference))) {
            return reference;
        }
        int slash = reference.lastIndexOf('/');
        return reference.substring(0, slash + 1) + prefix(service) + reference.substring(slash + 1);
    }

    private void put(String reference, JsonNode component) {
        String[] kindAndName = reference.substring(PREFIX.length()).split("/", 2);
        components.withObjectProperty(kindAndName[0]).set(kindAndName[1], component);
    }

    private static JsonNode follow(JsonNode node, Map<String, String> renamed) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> {
                JsonNode value = field.getValue();
                String renaming = field.getKey().equals(REFERENCE) ? renamed.get(value.asText()) : null;
                copy.set(
                        field.getKey(),
                        renaming == null ? follow(value, renamed) : JsonNodeFactory.instance.textNode(renaming));
            });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(value -> copy.add(follow(value, renamed)));
            return copy;
        }
        return node;
    }

    private static JsonNode at(JsonNode root, String reference) {
        return root.at(reference.startsWith("#") ? reference.substring(1) : reference);
    }

    /** {@code build-service} as {@code Build}. */
    private static String prefix(String service) {
        String word = service.substring(0, Math.max(1, service.indexOf('-')));
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
