package dev.slipway.dialects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    private final RouteTable table = RouteTable.of(RouteFile.parse("registry-service", """
            # the registry
            GET    /v2/                                     oci    read   public
            GET    /v2/{name...}/manifests/{reference}      oci    read   public
            PUT    /v2/{name...}/manifests/{reference}      oci    write  build
            POST   /v2/{name...}/blobs/uploads/             oci    write  build
            GET    /api/repos/{owner}/{name}                drone  read   public   # a flow
            GET    /api/repos/{owner}/{name}/builds/latest  drone  read   public
            GET    /api/repos/{owner}/{name}/builds/{n}     drone  read   public
            POST   /api/repos/{owner}/{name}/builds/{n}     drone  build  build
            GET    /files/{path...}                         native read   read
            """));

    @Test
    void a_literal_part_wins_over_a_variable() {
        // When
        RouteMatch match = table.match("GET", "/api/repos/acme/app/builds/latest");

        // Then
        assertThat(pattern(match)).isEqualTo("/api/repos/{owner}/{name}/builds/latest");
    }

    @Test
    void a_variable_serves_a_method_that_the_literal_part_lacks() {
        // When
        RouteMatch match = table.match("POST", "/api/repos/acme/app/builds/latest");

        // Then
        assertThat(pattern(match)).isEqualTo("/api/repos/{owner}/{name}/builds/{n}");
    }

    @Test
    void a_rest_takes_as_much_as_it_can() {
        // When
        RouteMatch match = table.match("GET", "/v2/acme/manifests/x/manifests/latest");

        // Then
        assertThat(pattern(match)).isEqualTo("/v2/{name...}/manifests/{reference}");
    }

    @Test
    void a_rest_is_never_empty() {
        // Then
        assertThat(table.match("GET", "/files/a/b/c")).isInstanceOf(RouteMatch.Found.class);
        assertThat(table.match("GET", "/files/")).isInstanceOf(RouteMatch.Unknown.class);
        assertThat(table.match("GET", "/v2/manifests/latest")).isInstanceOf(RouteMatch.Unknown.class);
    }

    @Test
    void trailing_slashes_do_not_count() {
        // Then
        assertThat(pattern(table.match("GET", "/v2"))).isEqualTo("/v2/");
        assertThat(pattern(table.match("GET", "/v2/"))).isEqualTo("/v2/");
        assertThat(pattern(table.match("POST", "/v2/acme/app/blobs/uploads")))
                .isEqualTo("/v2/{name...}/blobs/uploads/");
    }

    @Test
    void an_empty_part_is_nobodys_name() {
        // Then
        assertThat(table.match("GET", "/api/repos//app")).isInstanceOf(RouteMatch.Unknown.class);
    }

    @Test
    void a_known_path_with_another_method_names_those_that_it_has() {
        // When
        RouteMatch match = table.match("DELETE", "/api/repos/acme/app/builds/7");

        // Then
        assertThat(match)
                .isInstanceOfSatisfying(
                        RouteMatch.WrongMethod.class,
                        wrong -> assertThat(wrong.allowed()).containsExactly("GET", "HEAD", "POST"));
    }

    @Test
    void head_is_served_where_get_is() {
        // Then
        assertThat(table.match("HEAD", "/v2/acme/app/manifests/latest")).isInstanceOf(RouteMatch.Found.class);
        assertThat(table.match("HEAD", "/v2/acme/app/blobs/uploads/")).isInstanceOf(RouteMatch.WrongMethod.class);
    }

    @Test
    void an_unserved_path_is_unknown() {
        // Then
        assertThat(table.match("GET", "/")).isInstanceOf(RouteMatch.Unknown.class);
        assertThat(table.match("GET", "/api/repos")).isInstanceOf(RouteMatch.Unknown.class);
        assertThat(table.match("GET", "/api/repos/a/b/builds/1/2")).isInstanceOf(RouteMatch.Unknown.class);
    }

    @Test
    void two_services_cannot_claim_one_route() {
        // Given
        List<Route> twice = List.of(route("/a/{id}", "app-service"), route("/a/{name}", "build-service"));

        // Then
        assertThatThrownBy(() -> RouteTable.of(twice))
                .hasMessageContaining("claimed twice")
                .hasMessageContaining("app-service")
                .hasMessageContaining("build-service");
    }

    @Test
    void a_malformed_line_names_its_file_and_number() {
        // Then
        assertThatThrownBy(() -> RouteFile.parse("app-service", "GET /a native read read\nGET /b native reed read"))
                .hasMessageContaining("routes/app-service.routes, line 2");
        assertThatThrownBy(() -> RouteFile.parse("app-service", "get /a native read read"))
                .hasMessageContaining("upper case");
        assertThatThrownBy(() -> RouteFile.parse("app-service", "GET /a native read"))
                .hasMessageContaining("METHOD /pattern");
        assertThatThrownBy(() -> RouteTable.of(List.of(route("/a/b{id}", "app-service"))))
                .hasMessageContaining("whole part");
        assertThatThrownBy(() -> RouteTable.of(List.of(route("/{a...}/b/{c...}", "app-service"))))
                .hasMessageContaining("more than one");
    }

    private static Route route(String pattern, String service) {
        return new Route("GET", pattern, Dialect.NATIVE, service, ApiClass.READ, RouteScope.READ);
    }

    private static String pattern(RouteMatch match) {
        assertThat(match).isInstanceOf(RouteMatch.Found.class);
        return ((RouteMatch.Found) match).route().pattern();
    }
}
