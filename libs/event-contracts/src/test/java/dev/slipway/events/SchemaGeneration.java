package dev.slipway.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import org.jspecify.annotations.Nullable;

/** The JSON Schema of a message, as its record says it: snake_case, and required unless it is {@code @Nullable}. */
final class SchemaGeneration {

    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();
    private static final SchemaGenerator GENERATOR = generator();

    private SchemaGeneration() {}

    static JsonNode generate(MessageType type) {
        ObjectNode schema = GENERATOR.generateSchema(type.record());
        ObjectNode titled = schema.objectNode();
        titled.set("$schema", schema.get("$schema"));
        titled.put("$id", type.type());
        titled.setAll(schema);
        return titled;
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(Option.EXTRA_OPEN_API_FORMAT_VALUES, Option.DEFINITIONS_FOR_ALL_OBJECTS);
        builder.forFields()
                .withPropertyNameOverrideResolver(field -> SNAKE_CASE.translate(field.getDeclaredName()))
                .withRequiredCheck(field -> !isNullable(field));
        return new SchemaGenerator(builder.build());
    }

    private static boolean isNullable(FieldScope field) {
        return field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
