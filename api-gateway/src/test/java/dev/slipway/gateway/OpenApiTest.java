package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.RouteTable;
import dev.slipway.testkit.ApiDescription;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OpenApiTest extends GatewayTest {

    @Test
    void the_gateways_own_description_tells_of_each_of_its_routes_and_of_nothing_else() {
        // When
        HttpResponse<String> own = send(request("/q/openapi?format=json"));

        // Then
        ApiDescription.parse(own.body()).requireRoutesOf("api-gateway");
    }

    @Test
    void the_native_document_holds_the_gateways_own_calls_and_those_of_the_services_that_answer() {
        // Given
        describeEveryRoute();

        // Then
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            HttpResponse<String> response = send(request("/openapi"));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
            JsonNode paths = read(response).path("paths");
            assertThat(paths.has("/platform/v1/tokens")).isTrue();
            assertThat(paths.has("/platform/v1/users")).isTrue();
            assertThat(paths.has("/platform/v1/flows")).isTrue();
            assertThat(paths.has("/v1/apps")).isFalse();
        });
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Dialect.class)
    void each_dialect_has_a_valid_document_with_exactly_its_routes(Dialect dialect) {
        // Given
        describeEveryRoute();
        Set<String> expected = new HashSet<>();
        RouteTable.load().routes().stream()
                .filter(route -> route.dialect() == dialect && !route.service().equals("webhook-service"))
                .forEach(route ->
                        expected.add(route.method() + " " + route.pattern().replace("...", "")));

        // Then
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(operations(document(dialect))).isEqualTo(expected));
        JsonNode document = document(dialect);
        ApiDescription.parse(document.toString()).requireValid();
        assertEveryReferenceLeadsSomewhere(document, document);
        assertOperationIdsAreUnique(document);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/openapi/klingon", "/openapi/", "/openapi/drone/x", "/openapix"})
    void what_is_no_dialect_has_no_document(String path) {
        // Then
        assertThat(send(request(path)).statusCode()).isEqualTo(404);
    }

    @Test
    void a_browser_gets_a_page_to_try_every_dialect() {
        // When
        HttpResponse<String> sentOn = send(request("/openapi/drone").header("Accept", "text/html,*/*"));
        HttpResponse<String> page =
                send(request(sentOn.headers().firstValue("Location").orElseThrow()));
        HttpResponse<String> script = send(request("/openapi/ui/swagger-ui-bundle.js"));

        // Then
        assertThat(sentOn.statusCode()).isEqualTo(303);
        assertThat(sentOn.headers().firstValue("Location")).hasValue("/openapi/ui/?urls.primaryName=drone");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("swagger-ui");
        for (Dialect dialect : Dialect.values()) {
            String address = dialect == Dialect.NATIVE ? "/openapi" : "/openapi/" + dialect.word();
            assertThat(page.body()).contains("\"" + address + "?format=json\"");
        }
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(
                        policy -> assertThat(policy).contains("frame-ancestors 'none'", "object-src 'none'"));
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    }

    private JsonNode document(Dialect dialect) {
        HttpResponse<String> response = send(request("/openapi/" + dialect.word()));
        assertThat(response.statusCode()).isEqualTo(200);
        return read(response);
    }

    /** One description for every service, from which each is to take its own. */
    private void describeEveryRoute() {
        var paths = json.createObjectNode();
        RouteTable.load()
                .routes()
                .forEach(route -> paths.withObjectProperty(route.pattern().replace("...", ""))
                        .putObject(route.method().toLowerCase(Locale.ROOT))
                        .put("summary", "from the service"));
        upstream.on(
                "/q/openapi",
                LocalUpstream.answer(
                        200,
                        "application/json",
                        json.createObjectNode()
                                .put("openapi", "3.1.0")
                                .set("paths", paths)
                                .toString()));
    }

    private static Set<String> operations(JsonNode document) {
        Set<String> operations = new HashSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    private static void assertEveryReferenceLeadsSomewhere(JsonNode node, JsonNode document) {
        JsonNode reference = node.path("$ref");
        if (reference.isTextual()) {
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
        node.forEach(child -> assertEveryReferenceLeadsSomewhere(child, document));
    }

    private static void assertOperationIdsAreUnique(JsonNode document) {
        List<String> ids = document.path("paths").findValuesAsText("operationId");
        assertThat(ids).hasSameSizeAs(operations(document)).doesNotHaveDuplicates();
    }
}
