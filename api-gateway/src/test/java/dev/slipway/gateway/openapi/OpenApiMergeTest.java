package dev.slipway.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class OpenApiMergeTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void native_paths_of_every_service_stand_in_one_document() {
        // When
        JsonNode merged = new OpenApiMerge()
                .add("build-service", document("/platform/v1/builds", "Build", "string"))
                .add("app-service", document("/platform/v1/apps", "App", "string"))
                .document();

        // Then
        assertThat(merged.path("paths").fieldNames())
                .toIterable()
                .containsExactly("/platform/v1/builds", "/platform/v1/apps");
        assertThat(merged.at("/paths/~1platform~1v1~1apps/get/tags/0").asText()).isEqualTo("app-service");
    }

    @Test
    void paths_of_dialects_and_inner_ones_are_left_out() {
        // When
        JsonNode merged = new OpenApiMerge()
                .add("build-service", document("/v1/build-flows", "Flow", "string"))
                .add("build-service", document("/internal/health", "Health", "string"))
                .document();

        // Then
        assertThat(merged.path("paths")).isEmpty();
    }

    @Test
    void two_meanings_of_one_name_get_two_names_and_references_follow() {
        // When
        JsonNode merged = new OpenApiMerge()
                .add("build-service", document("/platform/v1/builds", "Page", "string"))
                .add("app-service", document("/platform/v1/apps", "Page", "integer"))
                .document();

        // Then
        assertThat(reference(merged, "/platform/v1/builds")).isEqualTo("#/components/schemas/Page");
        assertThat(reference(merged, "/platform/v1/apps")).isEqualTo("#/components/schemas/AppPage");
        assertThat(merged.at("/components/schemas/Page/type").asText()).isEqualTo("string");
        assertThat(merged.at("/components/schemas/AppPage/type").asText()).isEqualTo("integer");
    }

    @Test
    void the_same_component_of_two_services_is_kept_once() {
        // When
        JsonNode merged = new OpenApiMerge()
                .add("build-service", document("/platform/v1/builds", "Problem", "object"))
                .add("app-service", document("/platform/v1/apps", "Problem", "object"))
                .document();

        // Then
        assertThat(merged.at("/components/schemas")).hasSize(1);
    }

    private static String reference(JsonNode merged, String path) {
        return merged.path("paths").path(path).at("/get/responses/200/$ref").asText();
    }

    private static JsonNode document(String path, String schema, String type) {
        try {
            return JSON.readTree("""
                    {"openapi": "3.1.0",
                     "paths": {"%s": {"get": {"responses": {"200": {"$ref": "#/components/schemas/%s"}}}}},
                     "components": {"schemas": {"%s": {"type": "%s"}}}}
                    """.formatted(path, schema, schema, type));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
