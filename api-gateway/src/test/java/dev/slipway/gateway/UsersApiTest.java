package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class UsersApiTest extends GatewayTest {

    @Test
    void an_administrator_makes_a_user_with_its_tenants() {
        // When
        HttpResponse<String> made = post(
                "/platform/v1/users",
                ADMIN,
                "{\"login\":\"ada\",\"tenants\":{\"acme\":\"member\",\"labs\":\"admin\"}}");

        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        JsonNode user = read(made);
        assertThat(user.path("login").asText()).isEqualTo("ada");
        assertThat(user.path("administrator").asBoolean()).isFalse();
        assertThat(user.path("tenants")).hasToString("{\"acme\":\"member\",\"labs\":\"admin\"}");
        assertThat(get("/platform/v1/users", ADMIN).body()).contains("\"ada\"");
    }

    @Test
    void a_login_is_given_once() {
        // Given
        String login = newUser();

        // When
        HttpResponse<String> again = post("/platform/v1/users", ADMIN, "{\"login\":\"%s\"}".formatted(login));

        // Then
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(read(again).path("code").asText()).isEqualTo("conflict");
    }

    @Test
    void users_are_for_administrators() {
        // Given
        String mine = "Bearer " + newToken(newUser()).path("token").asText();

        // Then
        assertThat(get("/platform/v1/users", mine).statusCode()).isEqualTo(403);
        assertThat(post("/platform/v1/users", mine, "{\"login\":\"eve\"}").statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                  | login",
                "{\"login\":\"No Good\"}                             | login",
                "{\"login\":\"-x\"}                                  | login",
                "{\"login\":\"bob\",\"tenants\":{\"acme\":\"king\"}} | acme",
                "{\"login\":\"bob\",\"tenants\":{\"A B\":\"admin\"}} | tenants",
                "{\"login\":\"bob\",\"admin\":true}                  | admin"
            })
    void a_wrong_field_is_400_and_named(String body, String field) {
        // When
        HttpResponse<String> response = post("/platform/v1/users", ADMIN, body);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(read(response).path("detail").asText()).contains(field);
    }
}
