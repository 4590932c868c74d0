package dev.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaCompatibilityTest {

    private static final String PREVIOUS = """
            {"$defs": {
               "Step": {"type": "object", "properties": {
                  "name": {"type": "string"}, "exit_code": {"type": "integer", "format": "int32"}}, "required": ["name"]},
               "Status": {"type": "string", "enum": ["QUEUED", "RUNNING"]}},
             "type": "object",
             "properties": {
               "id": {"type": "string", "format": "uuid"},
               "status": {"$ref": "#/$defs/Status"},
               "reason": {"type": "string"},
               "steps": {"type": "array", "items": {"$ref": "#/$defs/Step"}}},
             "required": ["id", "status", "steps"]}
            """;

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(
                        "\"id\": {\"type\": \"string\", \"format\": \"uuid\"},", "", "$.id: was removed or renamed"),
                Arguments.of("\"reason\": {", "\"cause\": {", "$.reason: was removed or renamed"),
                Arguments.of("\"exit_code\": {", "\"code\": {", "$.steps[].exit_code: was removed or renamed"),
                Arguments.of(
                        "\"reason\": {\"type\": \"string\"}",
                        "\"reason\": {\"type\": \"object\"}",
                        "$.reason: type was \"string\" and is \"object\""),
                Arguments.of("\"int32\"", "\"int64\"", "$.steps[].exit_code: format was \"int32\" and is \"int64\""),
                Arguments.of(
                        "\"format\": \"uuid\"",
                        "\"format\": \"date-time\"",
                        "$.id: format was \"uuid\" and is \"date-time\""),
                Arguments.of(
                        "\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/Step\"}",
                        "\"$ref\": \"#/$defs/Step\"",
                        "$.steps: type was \"array\" and is \"object\""),
                Arguments.of(
                        "[\"QUEUED\", \"RUNNING\"]",
                        "[\"QUEUED\"]",
                        "$.status: value RUNNING was removed; messages that have it exist"),
                Arguments.of(
                        "[\"QUEUED\", \"RUNNING\"]",
                        "[\"QUEUED\", \"RUNNING\", \"DONE\"]",
                        "$.status: value DONE was added; readers do not know it"),
                Arguments.of(
                        ", \"enum\": [\"QUEUED\", \"RUNNING\"]", "", "$.status: is an enum in only one of the two"),
                Arguments.of(
                        "[\"id\", \"status\", \"steps\"]",
                        "[\"id\", \"steps\"]",
                        "$.status: may be absent now; readers rely on it"),
                Arguments.of(
                        "[\"id\", \"status\", \"steps\"]",
                        "[\"id\", \"status\", \"steps\", \"reason\"]",
                        "$.reason: is required now; messages without it exist"),
                Arguments.of(
                        "\"required\": [\"name\"]",
                        "\"required\": [\"name\", \"exit_code\"]",
                        "$.steps[].exit_code: is required now; messages without it exist"),
                Arguments.of(
                        "\"name\": {\"type\": \"string\"}, \"exit_code\"",
                        "\"exit_code\"",
                        "$.steps[].name: was removed or renamed"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aChangeThatAReaderCouldNotReadIsTold(String before, String after, String told) throws JsonProcessingException {
        String onOneLine = PREVIOUS.replaceAll("\\s+", " ");
        assertThat(onOneLine).contains(before);

        // When
        var breaks = SchemaCompatibility.breaks(json(PREVIOUS), json(onOneLine.replace(before, after)));

        // Then
        assertThat(breaks).contains(told);
    }

    @Test
    void theSameSchemaIsNoBreak() throws JsonProcessingException {
        assertThat(SchemaCompatibility.breaks(json(PREVIOUS), json(PREVIOUS))).isEmpty();
    }

    @Test
    void aNewFieldThatMustBeThereIsTold() throws JsonProcessingException {
        String changed = PREVIOUS.replace("\"reason\": {", "\"serial\": {\"type\": \"integer\"}, \"reason\": {")
                .replace("[\"id\", \"status\", \"steps\"]", "[\"id\", \"status\", \"steps\", \"serial\"]");

        // When, Then
        assertThat(SchemaCompatibility.breaks(json(PREVIOUS), json(changed)))
                .containsExactly("$.serial: is new and required; messages without it exist");
    }

    @Test
    void aNewFieldThatMayBeAbsentIsNoBreak() throws JsonProcessingException {
        String changed = PREVIOUS.replace("\"reason\": {", "\"image\": {\"type\": \"string\"}, \"reason\": {");

        // When, Then
        assertThat(SchemaCompatibility.breaks(json(PREVIOUS), json(changed))).isEmpty();
    }

    @Test
    void aDefinitionThatIsCalledOtherwiseIsNoBreak() throws JsonProcessingException {
        String changed = PREVIOUS.replace("\"Step\"", "\"BuildStep\"").replace("#/$defs/Step", "#/$defs/BuildStep");

        // When, Then
        assertThat(SchemaCompatibility.breaks(json(PREVIOUS), json(changed))).isEmpty();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
