package dev.slipway.pipeline;

import dev.slipway.dialects.Route;
import dev.slipway.dialects.RouteTable;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route that the gateway sends here is served, and closed without an internal token. */
@PipelineTest
class RoutesTest {

    static List<Route> routes() {
        List<Route> routes = RouteTable.load().routes().stream()
                .filter(route -> route.service().equals("pipeline-service"))
                .toList();
        Assertions.assertThat(routes).isNotEmpty();
        return routes;
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRequestWithoutAnInternalTokenIsRefused(Route route) {
        // When / Then
        Api.as("Bearer forged").request(route.method(), path(route)).then().statusCode(401);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRouteIsServed(Route route) {
        // When
        int status = Api.administrator().request(route.method(), path(route)).statusCode();

        // Then
        Assertions.assertThat(status).isIn(200, 400, 404).isNotEqualTo(405);
    }

    private static String path(Route route) {
        return route.pattern().replace("{id}", "00000000-0000-7000-8000-000000000000");
    }
}
