package dev.slipway.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/platform/v1/users             | /platform/v1/users              | {}",
                "/platform/v1/flows/{id}/builds | /platform/v1/flows/7/builds     | {id=7}",
                "/api/repos/{owner}/{name}      | /api/repos/acme/app/            | {owner=acme, name=app}",
                "/v2/{name...}/tags/list        | /v2/acme/tools/image/tags/list  | {name=acme/tools/image}",
                "/v2/{name...}/blobs/{digest}   | /v2/acme/blobs/sha256:00        | {name=acme, digest=sha256:00}",
                "/v1/{all...}                   | /v1/a/b                         | {all=a/b}"
            })
    void variables_are_found_in_a_path_from_left_to_right(String pattern, String path, String values) {
        // When
        String found = route(pattern).valuesIn(path).toString();

        // Then
        assertThat(found).isEqualTo(values);
    }

    @Test
    void a_pattern_is_made_of_literals_and_variables() {
        // Given
        Route route = route("/v2/{name...}/blobs/uploads/{upload}");

        // Then
        assertThat(route.literals()).containsExactly("v2", "blobs", "uploads");
        assertThat(route.variables()).containsExactly("name", "upload");
    }

    private static Route route(String pattern) {
        return new Route("GET", pattern, Dialect.NATIVE, "api-gateway", ApiClass.READ, RouteScope.READ);
    }
}
