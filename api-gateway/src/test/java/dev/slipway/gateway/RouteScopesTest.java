package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dialects.Route;
import dev.slipway.dialects.RouteScope;
import dev.slipway.dialects.RouteTable;
import dev.slipway.kit.identity.Scope;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every route of the route table × every scope that a token may have: made from the table, so that a new route is tested with its first line. */
@QuarkusTest
class RouteScopesTest extends GatewayTest {

    /** A route of which this is the path ends the token that asks. */
    private static final String ENDS_CREDENTIALS = "/api/user/token";

    @Test
    void every_route_lets_in_whom_its_scope_says_and_nobody_else() {
        // Given
        String login = newUser();
        Map<Scope, String> tokens = new EnumMap<>(Scope.class);
        for (Scope scope : Scope.values()) {
            tokens.put(scope, token(login, scope));
        }

        for (Route route : RouteTable.load().routes()) {
            // Then
            boolean anonymousPasses = passes(ask(route, null));
            assertThat(anonymousPasses).as("%s without a token", route).isEqualTo(route.scope() == RouteScope.PUBLIC);
            for (Scope scope : Scope.values()) {
                if (!route.pattern().equals(ENDS_CREDENTIALS)) {
                    assertThat(passes(ask(route, tokens.get(scope))))
                            .as("%s with a token for %s", route, scope)
                            .isEqualTo(mayUse(scope, route.scope()));
                }
            }
        }
    }

    private static boolean mayUse(Scope has, RouteScope needs) {
        return switch (needs) {
            case PUBLIC, READ -> has == Scope.READ || has == Scope.ADMIN;
            case BUILD -> has == Scope.BUILD || has == Scope.ADMIN;
            case DEPLOY -> has == Scope.DEPLOY || has == Scope.ADMIN;
            case ADMIN -> has == Scope.ADMIN;
        };
    }

    /** Whether the gateway's door let the request through, whatever the service then said. */
    private static boolean passes(HttpResponse<String> response) {
        boolean refused = response.body().contains("lacks the scope")
                || (response.statusCode() == 401 && response.body().contains(" is needed"))
                || (response.statusCode() == 200 && response.body().contains("\"code\":10005"));
        return !refused;
    }

    private HttpResponse<String> ask(Route route, String token) {
        String path = route.pattern().replaceAll("\\{[a-z_]+(\\.\\.\\.)?}", "acme");
        HttpRequest.Builder request = request(path).method(route.method(), HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            switch (route.dialect()) {
                case SERVERLESS_CD -> request.header("cd_token", token);
                case CODEARTS -> request.header("X-Auth-Token", token);
                case HARBOR, OCI -> request.header("Authorization", basic("whoever", token));
                case DAOCLOUD, DRONE, IMAGEBUILD, NATIVE -> request.header("Authorization", "Bearer " + token);
            }
        }
        return send(request);
    }

    private String token(String login, Scope scope) {
        HttpResponse<String> made = post(
                "/platform/v1/tokens",
                ADMIN,
                "{\"description\":\"%s\",\"user\":\"%s\",\"scopes\":[\"%s\"]}".formatted(scope, login, scope.word()));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return read(made).path("token").asText();
    }
}
