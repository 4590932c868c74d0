package dev.slipway.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The schema of JSON of which all that matters is seen in one example: the types of its fields, all of them required. */
final class SchemaOf {

    private SchemaOf() {}

    static ObjectNode example(JsonNode example) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (example.isObject()) {
            schema.put("type", "object");
            ObjectNode properties = JsonNodeFactory.instance.objectNode();
            ArrayNode required = JsonNodeFactory.instance.arrayNode();
            example.properties().forEach(field -> {
                properties.set(field.getKey(), example(field.getValue()));
                required.add(field.getKey());
            });
            if (!properties.isEmpty()) {
                schema.set("properties", properties);
                schema.set("required", required);
            }
        } else if (example.isArray()) {
            schema.put("type", "array").set("items", example(example.path(0)));
        } else if (example.isBoolean()) {
            schema.put("type", "boolean");
        } else if (example.isIntegralNumber()) {
            schema.put("type", "integer");
        } else {
            schema.put("type", "string");
        }
        return schema;
    }
}
