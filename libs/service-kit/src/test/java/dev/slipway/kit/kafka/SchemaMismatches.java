package dev.slipway.kit.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Where a JSON value is not what a schema of ours says; it knows the keywords that our schemas use. */
final class SchemaMismatches {

    private final JsonNode root;
    private final List<String> found = new ArrayList<>();

    private SchemaMismatches(JsonNode root) {
        this.root = root;
    }

    static List<String> of(JsonNode schema, JsonNode value) {
        SchemaMismatches mismatches = new SchemaMismatches(schema);
        mismatches.compare("$", schema, value);
        return mismatches.found;
    }

    private void compare(String path, JsonNode reference, JsonNode value) {
        JsonNode schema =
                reference.has("$ref") ? root.at(reference.get("$ref").asText().substring(1)) : reference;
        boolean right = switch (schema.path("type").asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
        if (!right) {
            found.add(path + " is no " + schema.path("type"));
        }
        if (schema.has("enum") && !schema.get("enum").toString().contains(value.toString())) {
            found.add(path + " is none of " + schema.get("enum"));
        }
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                found.add(path + " lacks " + name);
            }
        });
        value.fieldNames().forEachRemaining(name -> {
            if (schema.path("properties").has(name)) {
                compare(path + "." + name, schema.get("properties").get(name), value.get(name));
            } else {
                found.add(path + " has " + name);
            }
        });
        if (value.isArray()) {
            value.forEach(element -> compare(path + "[]", schema.get("items"), element));
        }
    }
}
