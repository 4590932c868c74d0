package dev.slipway.gateway.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.gateway.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class CodeArtsTokenTest extends GatewayTest {

    private static final String PASSWORD = "correct horse battery";

    @Test
    void a_password_gets_a_token_that_is_good_for_a_day() {
        // Given
        String login = newUser();
        setPassword(login, PASSWORD);

        // When
        HttpResponse<String> response = ask(login, PASSWORD, "t-" + login);

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        String token = response.headers().firstValue("X-Subject-Token").orElseThrow();
        JsonNode body = read(response).path("token");
        assertThat(Duration.between(
                        Instant.now(), Instant.parse(body.path("expires_at").asText())))
                .isBetween(Duration.ofHours(23), Duration.ofHours(24));
        assertThat(body.at("/user/name").asText()).isEqualTo(login);
        assertThat(body.at("/project/name").asText()).isEqualTo("t-" + login);
        assertThat(body.at("/roles/0/name").asText()).isEqualTo("member");
        assertThat(response.body()).doesNotContain(token);
        HttpResponse<String> shown =
                send(request("/v3/auth/tokens").header("X-Auth-Token", token).header("X-Subject-Token", token));
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(read(shown).at("/token/user/name").asText()).isEqualTo(login);
        assertThat(get("/v1/build-flows", "token " + token).statusCode()).isEqualTo(401);
    }

    @Test
    void somebody_elses_token_is_not_shown() {
        // Given
        String other = newToken(newUser()).path("token").asText();
        String mine = newToken(newUser()).path("token").asText();

        // Then
        assertThat(send(request("/v3/auth/tokens").header("X-Auth-Token", mine).header("X-Subject-Token", other))
                        .statusCode())
                .isEqualTo(404);
        assertThat(send(request("/v3/auth/tokens").header("X-Auth-Token", mine)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_wrong_password_is_401_in_the_dialects_words() {
        // Given
        String login = newUser();
        setPassword(login, PASSWORD);

        // When
        HttpResponse<String> response = ask(login, "wrong horse", "x");

        // Then
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(read(response).path("error_code").asText()).isEqualTo("APIGW.0301");
        assertThat(response.headers().firstValue("X-Subject-Token")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"auth\":7}",
                "{\"auth\":{\"identity\":{\"password\":{\"user\":{\"name\":\"a\"}}}}}",
                "{\"auth\":{\"identity\":{\"password\":{\"user\":{\"name\":7,\"password\":8}}}}}",
                "[]",
                "null",
                "nonsense"
            })
    void a_body_that_names_nobody_is_the_callers_mistake(String body) {
        // When
        HttpResponse<String> response = send(request("/v3/auth/tokens")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));

        // Then
        assertThat(response.statusCode()).isBetween(400, 422);
        assertThat(read(response).has("error_code")).isTrue();
    }

    private HttpResponse<String> ask(String login, String password, String project) {
        String body = """
                {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"%s","password":"%s","domain":{"name":"x"}}}},
                 "scope":{"project":{"name":"%s"}}}}
                """.formatted(login, password, project);
        return send(request("/v3/auth/tokens")
                .header("Content-Type", "application/json;charset=utf8")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
