package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dialects.Route;
import dev.slipway.dialects.RouteTable;
import dev.slipway.testkit.TestIdentity;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route that the gateway sends here: served, closed without a token, and silent about other tenants' things. */
@RegistryTest
class RoutesTest {

    private final RegistryClient stranger = RegistryClient.as(() -> TestIdentity.administratorOf("other"));
    private final RegistryClient withoutToken = RegistryClient.as(() -> "Bearer forged");

    static List<Route> routes() {
        List<Route> routes = RouteTable.load().routes().stream()
                .filter(route -> route.service().equals("registry-service"))
                .toList();
        assertThat(routes).isNotEmpty();
        return routes;
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRequestWithoutAnInternalTokenIsRefused(Route route) {
        // When
        HttpResponse<byte[]> answer = withoutToken.send(route.method(), path(route), BodyPublishers.noBody());

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aStrangerLearnsNothing(Route route) {
        // When
        HttpResponse<byte[]> answer = stranger.send(
                route.method(), path(route), BodyPublishers.noBody(), "Content-Type", RegistryClient.OCI_IMAGE);

        // Then
        boolean aboutNobody = route.pattern().equals("/v2") || route.pattern().equals("/platform/v1/repositories");
        assertThat(answer.statusCode()).isEqualTo(aboutNobody ? 200 : 404);
    }

    private static String path(Route route) {
        String digest = "sha256:" + "0".repeat(64);
        return route.pattern()
                        .replace("{name...}", "acme/image")
                        .replace("{digest}", digest)
                        .replace("{reference}", "v1")
                        .replace("{upload}", "00000000-0000-7000-8000-000000000000")
                        .replace("{id}", "00000000-0000-7000-8000-000000000000")
                + (route.method().equals("PUT") && route.pattern().contains("uploads") ? "?digest=" + digest : "");
    }
}
