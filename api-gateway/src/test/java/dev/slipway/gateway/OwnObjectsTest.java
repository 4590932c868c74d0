package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dialects.Route;
import dev.slipway.dialects.RouteTable;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Every route of the gateway's own that names an object × somebody else's object: made from the route table, and a route without a rule here fails. */
@QuarkusTest
class OwnObjectsTest extends GatewayTest {

    /** How somebody else's object of a route is made: its owner's login to what stands in the path. */
    private final Map<String, Function<String, String>> objects = Map.of(
            "/platform/v1/tokens/", login -> newToken(login).path("id").asText(),
            "/platform/v1/access-keys/", this::accessKey,
            "/platform/v1/users/", login -> login,
            "/platform/v1/tenants/", login -> "t-" + login,
            "/api/users/", login -> login);

    @Test
    void somebody_elses_object_answers_like_one_that_does_not_exist() {
        String stranger = newToken(newUser()).path("token").asText();
        List<Route> routes = RouteTable.load().routes().stream()
                .filter(route -> route.service().equals("api-gateway"))
                .filter(route -> route.pattern().contains("{"))
                .toList();
        assertThat(routes).isNotEmpty();
        for (Route route : routes) {
            // Given
            String base = route.pattern().substring(0, route.pattern().indexOf('{'));
            assertThat(objects)
                    .as("how is an object of %s made?", route.pattern())
                    .containsKey(base);
            String owner = newUser();
            String foreign = objects.get(base).apply(owner);

            // When
            HttpResponse<String> theirs = ask(route, foreign, stranger);
            HttpResponse<String> unknown = ask(route, "0192d0c4-0000-7000-8000-000000000000", stranger);

            // Then
            assertThat(theirs.statusCode())
                    .as("%s: %s", route, theirs.body())
                    .isEqualTo(unknown.statusCode())
                    .isIn(403, 404);
            assertThat(theirs.body().replace(foreign, "X"))
                    .as("%s", route)
                    .isEqualTo(unknown.body().replace("0192d0c4-0000-7000-8000-000000000000", "X"));
        }
    }

    private HttpResponse<String> ask(Route route, String id, String token) {
        String path = route.pattern().replaceFirst("\\{[a-z_]+}", id).replaceAll("\\{[a-z_]+}", "admin");
        return send(request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(route.method(), HttpRequest.BodyPublishers.ofString(body(route))));
    }

    /** One that would be accepted of its owner. */
    private static String body(Route route) {
        if (route.pattern().endsWith("/password") && route.method().equals("PUT")) {
            return "{\"password\":\"correct horse battery\",\"current\":\"wrong horse battery\"}";
        }
        if (route.pattern().endsWith("/identity")) {
            return "{\"issuer\":\"https://login.example.org\",\"subject\":\"somebody\"}";
        }
        if (route.pattern().contains("/members/")) {
            return "{\"role\":\"member\"}";
        }
        return "{}";
    }

    private String accessKey(String login) {
        return read(post(
                        "/platform/v1/access-keys",
                        ADMIN,
                        "{\"description\":\"theirs\",\"user\":\"%s\"}".formatted(login)))
                .path("id")
                .asText();
    }
}
