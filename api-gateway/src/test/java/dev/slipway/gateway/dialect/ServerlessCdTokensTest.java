package dev.slipway.gateway.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.gateway.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ServerlessCdTokensTest extends GatewayTest {

    @Test
    void a_token_is_made_used_listed_prolonged_and_revoked() {
        // Given
        String first = newToken(newUser()).path("token").asText();

        // When
        HttpResponse<String> made = call("create", first, "{\"description\":\"ci\",\"expiration\":3600000}");

        // Then
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        assertThat(read(made).path("success").asBoolean()).isTrue();
        String token = read(made).at("/data/cd_token").asText();
        assertThat(token).matches("[A-Za-z0-9]{43}");

        // When
        JsonNode listed = read(list(token)).path("data");

        // Then
        assertThat(listed).hasSize(1);
        JsonNode item = listed.get(0);
        assertThat(item.path("description").asText()).isEqualTo("ci");
        assertThat(item.path("expire_time").asLong())
                .isBetween(
                        Instant.now().plusSeconds(3500).toEpochMilli(),
                        Instant.now().plusSeconds(3700).toEpochMilli());
        assertThat(item.path("active_time").isIntegralNumber()).isTrue();
        assertThat(listed.toString()).doesNotContain(token);
        String id = item.path("id").asText();

        // When
        assertThat(call("update", first, "{\"id\":\"" + id + "\",\"expiration\":-1}")
                        .statusCode())
                .isEqualTo(200);

        // Then
        assertThat(read(list(first)).at("/data/0/expire_time").asLong()).isEqualTo(-1);

        // When
        assertThat(read(call("delete", first, "{\"id\":\"" + id + "\"}"))
                        .path("success")
                        .asBoolean())
                .isTrue();

        // Then
        assertThat(list(token).statusCode()).isEqualTo(401);
        assertThat(read(list(token)).path("success").asBoolean()).isFalse();
        assertThat(call("delete", first, "{\"id\":\"" + id + "\"}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void somebody_elses_token_answers_like_an_unknown_one() {
        // Given
        String mine = newToken(newUser()).path("token").asText();
        String other = newToken(newUser()).path("token").asText();
        call("create", other, "{\"description\":\"theirs\",\"expiration\":-1}");
        String foreign = read(list(other)).at("/data/0/id").asText();

        // Then
        for (String call : new String[] {"delete", "update"}) {
            HttpResponse<String> refused = call(call, mine, "{\"id\":\"" + foreign + "\",\"expiration\":-1}");
            HttpResponse<String> unknown =
                    call(call, mine, "{\"id\":\"0192d0c4-0000-7000-8000-000000000000\",\"expiration\":-1}");
            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(refused.body()).isEqualTo(unknown.body());
        }
    }

    @Test
    void a_token_of_this_dialect_is_good_for_no_other() {
        // Given
        String token = read(call("create", newToken(newUser()).path("token").asText(), "{\"description\":\"ci\"}"))
                .at("/data/cd_token")
                .asText();

        // Then
        assertThat(list(token).statusCode()).isEqualTo(200);
        assertThat(get("/v1/build-flows", "token " + token).statusCode()).isEqualTo(401);
        assertThat(send(request("/v1/build-flows").header("cd_token", token)).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"expiration\":0}",
                "{\"expiration\":-2}",
                "{\"expiration\":9223372036854775807}",
                "{\"expiration\":\"soon\"}",
                "{\"description\":\"\\u0000\"}",
                "[]",
                "nonsense"
            })
    void a_wrong_body_is_the_callers_mistake(String body) {
        // When
        HttpResponse<String> response =
                call("create", newToken(newUser()).path("token").asText(), body);

        // Then
        assertThat(response.statusCode()).isBetween(400, 422);
        assertThat(read(response).path("success").asBoolean()).isFalse();
    }

    private HttpResponse<String> list(String token) {
        return send(request("/api/tokens/list").header("cd_token", token));
    }

    private HttpResponse<String> call(String name, String token, String body) {
        return send(request("/api/tokens/" + name)
                .header("cd_token", token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
