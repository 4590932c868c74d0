package dev.slipway.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.dialects.ApiClass;
import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.Route;
import dev.slipway.dialects.RouteScope;
import dev.slipway.testkit.ApiDescription;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OpenApiMergeTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Route BUILDS = route("GET", "/platform/v1/builds", Dialect.NATIVE, "build-service");
    private static final Route APPS = route("GET", "/platform/v1/apps", Dialect.NATIVE, "app-service");

    @Test
    void what_services_serve_in_a_dialect_stands_in_one_document() {
        // When
        JsonNode merged = new OpenApiMerge(Dialect.NATIVE, List.of(BUILDS, APPS))
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
    void what_no_route_leads_to_and_what_is_another_dialects_is_left_out() {
        // Given
        Route flows = route("GET", "/v1/build-flows", Dialect.DAOCLOUD, "build-service");

        // When
        JsonNode merged = new OpenApiMerge(Dialect.NATIVE, List.of(BUILDS, flows))
                .add("build-service", document("/v1/build-flows", "Flow", "string"))
                .add("build-service", document("/internal/health", "Health", "string"))
                .document();

        // Then
        assertThat(merged.path("paths")).isEmpty();
        assertThat(merged.at("/components/schemas")).isEmpty();
    }

    @Test
    void two_meanings_of_one_name_get_two_names_and_references_follow() {
        // When
        JsonNode merged = new OpenApiMerge(Dialect.NATIVE, List.of(BUILDS, APPS))
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
        JsonNode merged = new OpenApiMerge(Dialect.NATIVE, List.of(BUILDS, APPS))
                .add("build-service", document("/platform/v1/builds", "Thing", "object"))
                .add("app-service", document("/platform/v1/apps", "Thing", "object"))
                .document();

        // Then
        assertThat(merged.at("/components/schemas").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("Failure", "Thing");
    }

    @Test
    void a_path_and_its_parameters_are_called_as_in_the_route_table() {
        // Given
        Route route = route("GET", "/v2/{name...}/blobs/{digest}", Dialect.OCI, "registry-service");
        JsonNode described = json("""
                {"paths": {"/v2/{repository}/blobs/{digest}": {"get": {"parameters": [
                    {"name": "digest", "in": "path", "required": true, "schema": {"type": "string"}},
                    {"name": "Range", "in": "header", "schema": {"type": "string"}}]}}}}
                """);

        // When
        JsonNode merged = new OpenApiMerge(Dialect.OCI, List.of(route))
                .add("registry-service", described)
                .document();

        // Then
        JsonNode parameters =
                merged.path("paths").path("/v2/{name}/blobs/{digest}").at("/get/parameters");
        assertThat(parameters)
                .extracting(parameter -> parameter.path("name").asText())
                .containsExactly("name", "digest", "Range");
        assertThat(parameters.path(0).path("description").asText()).contains("slashes");
    }

    @Test
    void an_operation_that_stands_for_several_routes_is_told_of_each() {
        // Given
        Route start = route("POST", "/v1/apps/{id}/actions/start", Dialect.DAOCLOUD, "app-service");
        Route stop = route("POST", "/v1/apps/{id}/actions/stop", Dialect.DAOCLOUD, "app-service");
        JsonNode described = json("""
                {"paths": {"/v1/apps/{id}/actions/{name}": {"parameters": [
                    {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                    {"name": "name", "in": "path", "required": true, "schema": {"type": "string"}}],
                    "post": {"responses": {"202": {}}}}}}
                """);

        // When
        JsonNode merged = new OpenApiMerge(Dialect.DAOCLOUD, List.of(start, stop))
                .add("app-service", described)
                .document();

        // Then
        assertThat(merged.path("paths").fieldNames())
                .toIterable()
                .containsExactly("/v1/apps/{id}/actions/start", "/v1/apps/{id}/actions/stop");
        assertThat(merged.path("paths").path("/v1/apps/{id}/actions/stop").at("/post/parameters"))
                .extracting(parameter -> parameter.path("name").asText())
                .containsExactly("id");
        ApiDescription.parse(merged.toString()).requireValid();
    }

    @Test
    void head_is_described_wherever_get_is_routed_and_the_service_describes_it() {
        // Given
        JsonNode described = json("{\"paths\": {\"/platform/v1/builds\": {\"get\": {}, \"head\": {}}}}");

        // When
        JsonNode merged = new OpenApiMerge(Dialect.NATIVE, List.of(BUILDS))
                .add("build-service", described)
                .document();

        // Then
        assertThat(merged.at("/paths/~1platform~1v1~1builds").fieldNames())
                .toIterable()
                .containsExactly("get", "head");
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "NATIVE,        GET,  READ,   400 401 403 429 500 503 504,         code",
        "NATIVE,        POST, BUILD,  400 401 403 409 413 422 429 500 503 504, code",
        "NATIVE,        GET,  PUBLIC, 400 401 429 500 503 504,             code",
        "DAOCLOUD,      GET,  READ,   400 401 403 500 503 504,             error_id",
        "DAOCLOUD,      POST, BUILD,  400 401 403 406 409 413 500 503 504, error_id",
        "SERVERLESS_CD, GET,  READ,   400 401 403 429 500 503 504,         success",
        "CODEARTS,      GET,  READ,   400 401 403 429 500 503 504,         error_code",
        "OCI,           GET,  READ,   400 401 403 429 500 503 504,         errors",
        "DRONE,         GET,  PUBLIC, 400 401 429 500 503 504,             ",
        "HARBOR,        GET,  READ,   400 401 403 429 500 503 504,         "
    })
    void every_operation_lists_its_failures_in_the_envelope_of_its_dialect(
            Dialect dialect, String method, RouteScope scope, String statuses, String field) {
        // Given
        Route route = new Route(
                method,
                "/some/path",
                dialect,
                "build-service",
                method.equals("GET") ? ApiClass.READ : ApiClass.BUILD,
                scope);

        // When
        JsonNode merged = new OpenApiMerge(dialect, List.of(route))
                .add("build-service", json("{\"paths\": {\"/some/path\": {\"get\": {}, \"post\": {}}}}"))
                .document();

        // Then
        JsonNode responses = merged.path("paths")
                .path("/some/path")
                .path(method.toLowerCase(java.util.Locale.ROOT))
                .path("responses");
        TreeSet<String> failures = new TreeSet<>();
        responses.fieldNames().forEachRemaining(failures::add);
        failures.remove("200");
        assertThat(String.join(" ", failures)).isEqualTo(statuses);
        failures.forEach(status -> assertThat(
                        merged.at(responses.path(status).path("$ref").asText().substring(1))
                                .path("content")
                                .iterator()
                                .next()
                                .at("/schema/$ref")
                                .asText())
                .isEqualTo("#/components/schemas/Failure"));
        JsonNode envelope = merged.at("/components/schemas/Failure");
        assertThat(envelope.path("type").asText()).isEqualTo(field == null ? "string" : "object");
        if (field != null) {
            assertThat(envelope.path("required")).extracting(JsonNode::asText).contains(field);
        }
    }

    @Test
    void a_dialect_that_tells_failures_by_200_says_so_there() {
        // Given
        Route route = route("GET", "/api/project/list", Dialect.IMAGEBUILD, "build-service");

        // When
        JsonNode merged = new OpenApiMerge(Dialect.IMAGEBUILD, List.of(route))
                .add("build-service", document("/api/project/list", "Projects", "object"))
                .document();

        // Then
        JsonNode responses = merged.at("/paths/~1api~1project~1list/get/responses");
        assertThat(responses.fieldNames()).toIterable().containsExactly("200", "429");
        assertThat(responses.at("/200/content/application~1json/schema/anyOf"))
                .extracting(schema -> schema.path("$ref").asText())
                .containsExactly("#/components/schemas/Projects", "#/components/schemas/Failure");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Dialect.class)
    void the_description_of_every_dialect_is_valid(Dialect dialect) {
        // Given
        List<Route> routes = List.of(
                new Route("GET", "/a/{x...}/b", dialect, "build-service", ApiClass.READ, RouteScope.PUBLIC),
                new Route("PUT", "/a/{id}", dialect, "build-service", ApiClass.WRITE, RouteScope.ADMIN),
                new Route("DELETE", "/a/{id}", dialect, "build-service", ApiClass.DEPLOY, RouteScope.DEPLOY));

        // When
        String merged = new OpenApiMerge(dialect, routes)
                .add(
                        "build-service",
                        json(
                                "{\"paths\": {\"/a/{name}\": {\"put\": {}, \"delete\": {}}, \"/a/{x}/b\": {\"get\": {}}}}"))
                .document()
                .toString();

        // Then
        ApiDescription.parse(merged).requireValid();
        assertThat(json(merged).path("paths")).hasSize(2);
        assertThat(json(merged).at("/components/securitySchemes")).isNotEmpty();
    }

    private static Route route(String method, String pattern, Dialect dialect, String service) {
        return new Route(method, pattern, dialect, service, ApiClass.READ, RouteScope.READ);
    }

    private static String reference(JsonNode merged, String path) {
        return merged.path("paths")
                .path(path)
                .at("/get/responses/200/content/application~1json/schema/$ref")
                .asText();
    }

    private static JsonNode document(String path, String schema, String type) {
        return json("""
                {"openapi": "3.1.0",
                 "paths": {"%s": {"get": {"responses": {"200": {"description": "OK",
                     "content": {"application/json": {"schema": {"$ref": "#/components/schemas/%s"}}}}}}}},
                 "components": {"schemas": {"%s": {"type": "%s"}, "Unused": {"type": "string"}}}}
                """.formatted(path, schema, schema, type));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
