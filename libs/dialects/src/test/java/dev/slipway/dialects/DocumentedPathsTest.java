package dev.slipway.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentedPathsTest {

    private static final List<String> DESCRIBED = List.of(
            "/v1/apps",
            "/v1/apps/{id}",
            "/v1/apps/{id}/actions/{name}",
            "/v1/apps/{id}/actions/stop",
            "/v2/",
            "/v2/{name}/blobs/{digest}");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "/v1/apps,                       /v1/apps",
        "/v1/apps/{app},                 /v1/apps/{id}",
        "/v1/apps/{id}/actions/start,    /v1/apps/{id}/actions/{name}",
        "/v1/apps/{id}/actions/stop,     /v1/apps/{id}/actions/stop",
        "/v1/apps/{id}/actions/{action}, /v1/apps/{id}/actions/{name}",
        "/v2,                            /v2/",
        "/v2/{name...}/blobs/{digest},   /v2/{name}/blobs/{digest}",
        "/v1/{other},                    ",
        "/v1/apps/{id}/log,              "
    })
    void a_route_is_found_by_its_shape_and_its_words(String pattern, String path) {
        // Given
        Route route = new Route("GET", pattern, Dialect.NATIVE, "app-service", ApiClass.READ, RouteScope.READ);

        // Then
        assertThat(DocumentedPaths.describing(route, DESCRIBED).orElse(null)).isEqualTo(path);
    }
}
