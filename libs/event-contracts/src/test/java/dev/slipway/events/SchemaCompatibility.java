package dev.slipway.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells whether messages of a new schema can be read by those who know the previous one, and the other way round: topics keep messages for weeks, and
 * services are not upgraded in one moment. So a message may only gain fields, and only such as may be absent.
 *
 * <p>It also refuses a new value of an enum: a reader that does not know it cannot read the message. Such a change is a new version of the message's type.
 */
final class SchemaCompatibility {

    private final JsonNode previous;
    private final JsonNode next;
    private final List<String> breaks = new ArrayList<>();
    private final Set<String> compared = new HashSet<>();

    private SchemaCompatibility(JsonNode previous, JsonNode next) {
        this.previous = previous;
        this.next = next;
    }

    /** What breaks, a line each; empty if nothing does. */
    static List<String> breaks(JsonNode previous, JsonNode next) {
        SchemaCompatibility comparison = new SchemaCompatibility(previous, next);
        comparison.compare("$", previous, next);
        return comparison.breaks;
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        String pair = before.path("$ref").asText() + " " + after.path("$ref").asText();
        if (before.has("$ref") && after.has("$ref") && !compared.add(pair)) {
            return;
        }
        JsonNode old = resolve(previous, before);
        JsonNode now = resolve(next, after);
        same(path, "type", old, now);
        same(path, "format", old, now);
        compareEnums(path, old, now);
        compareProperties(path, old, now);
        if (old.has("items") && now.has("items")) {
            compare(path + "[]", old.get("items"), now.get("items"));
        }
    }

    private void same(String path, String keyword, JsonNode old, JsonNode now) {
        if (!old.path(keyword).equals(now.path(keyword))) {
            breaks.add("%s: %s was %s and is %s".formatted(path, keyword, old.path(keyword), now.path(keyword)));
        }
    }

    private void compareEnums(String path, JsonNode old, JsonNode now) {
        Set<String> before = texts(old.path("enum"));
        Set<String> after = texts(now.path("enum"));
        if (before.isEmpty() != after.isEmpty()) {
            breaks.add(path + ": is an enum in only one of the two");
            return;
        }
        before.stream()
                .filter(value -> !after.contains(value))
                .forEach(value -> breaks.add(path + ": value " + value + " was removed; messages that have it exist"));
        after.stream()
                .filter(value -> !before.contains(value))
                .forEach(value -> breaks.add(path + ": value " + value + " was added; readers do not know it"));
    }

    private void compareProperties(String path, JsonNode old, JsonNode now) {
        Set<String> requiredBefore = texts(old.path("required"));
        Set<String> requiredNow = texts(now.path("required"));
        for (Iterator<Map.Entry<String, JsonNode>> fields =
                        old.path("properties").fields();
                fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String name = field.getKey();
            String fieldPath = path + "." + name;
            JsonNode after = now.path("properties").get(name);
            if (after == null) {
                breaks.add(fieldPath + ": was removed or renamed");
                continue;
            }
            if (requiredBefore.contains(name) && !requiredNow.contains(name)) {
                breaks.add(fieldPath + ": may be absent now; readers rely on it");
            }
            if (!requiredBefore.contains(name) && requiredNow.contains(name)) {
                breaks.add(fieldPath + ": is required now; messages without it exist");
            }
            compare(fieldPath, field.getValue(), after);
        }
        now.path("properties").fieldNames().forEachRemaining(name -> {
            if (!old.path("properties").has(name) && requiredNow.contains(name)) {
                breaks.add(path + "." + name + ": is new and required; messages without it exist");
            }
        });
    }

    private static JsonNode resolve(JsonNode root, JsonNode schema) {
        String reference = schema.path("$ref").asText("");
        return reference.startsWith("#") ? root.at(reference.substring(1)) : schema;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
