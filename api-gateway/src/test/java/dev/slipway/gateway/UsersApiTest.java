package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.util.UUID;
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
        assertThat(read(get("/platform/v1/users/ada", ADMIN))).isEqualTo(user);
    }

    @Test
    void everybody_sees_itself_and_nobody_else() {
        // Given
        String login = newUser();
        String mine = "Bearer " + newToken(login).path("token").asText();

        // Then
        assertThat(read(get("/platform/v1/users/" + login, mine)).path("login").asText())
                .isEqualTo(login);
        assertThat(get("/platform/v1/users/admin", mine).statusCode()).isEqualTo(404);
        assertThat(get("/platform/v1/users/nobody-at-all", mine).statusCode()).isEqualTo(404);
        assertThat(get("/platform/v1/users/" + login, ADMIN).statusCode()).isEqualTo(200);
        assertThat(get("/platform/v1/users/nobody-at-all", ADMIN).statusCode()).isEqualTo(404);
    }

    @Test
    void a_service_account_is_a_user_without_a_password() {
        // Given
        String login = "s" + UUID.randomUUID().toString().substring(0, 12);

        // When
        HttpResponse<String> made =
                post("/platform/v1/users", ADMIN, "{\"login\":\"%s\",\"kind\":\"service\"}".formatted(login));

        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(read(made).path("kind").asText()).isEqualTo("service");
        assertThat(put("/platform/v1/users/" + login + "/password", ADMIN, "{\"password\":\"a long enough password\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(get(
                                "/v1/build-flows",
                                "Bearer " + newToken(login).path("token").asText())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_user_is_changed_and_disabled_by_an_administrator_alone() {
        // Given
        String login = newUser();
        String mine = "Bearer " + newToken(login).path("token").asText();

        // When
        HttpResponse<String> changed =
                patch("/platform/v1/users/" + login, ADMIN, "{\"email\":\"ada@example.org\",\"administrator\":true}");

        // Then
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(read(changed).path("email").asText()).isEqualTo("ada@example.org");
        assertThat(get("/platform/v1/users", mine).statusCode()).isEqualTo(200);

        // When
        assertThat(delete("/platform/v1/users/" + login, ADMIN).statusCode()).isEqualTo(204);

        // Then
        assertThat(get("/platform/v1/users", mine).statusCode()).isEqualTo(401);
        assertThat(read(get("/platform/v1/users/" + login, ADMIN))
                        .path("disabled")
                        .asBoolean())
                .isTrue();
        assertThat(patch("/platform/v1/users/nobody-at-all", ADMIN, "{}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void an_administrator_cannot_take_its_own_rights() {
        // Then
        assertThat(delete("/platform/v1/users/admin", ADMIN).statusCode()).isEqualTo(409);
        assertThat(patch("/platform/v1/users/admin", ADMIN, "{\"disabled\":true}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(patch("/platform/v1/users/admin", ADMIN, "{\"administrator\":false}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void a_user_changes_its_own_password_knowing_the_present_one() {
        // Given
        String login = newUser();
        setPassword(login, "the first password");
        String mine = "Bearer " + newToken(login).path("token").asText();
        String path = "/platform/v1/users/" + login + "/password";

        // Then
        assertThat(put(path, mine, "{\"password\":\"the second password\"}").statusCode())
                .isEqualTo(400);
        assertThat(put(path, mine, "{\"password\":\"the second password\",\"current\":\"wrong\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(put(path, mine, "{\"password\":\"short\",\"current\":\"the first password\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(put(
                                "/platform/v1/users/admin/password",
                                mine,
                                "{\"password\":\"the second password\",\"current\":\"x\"}")
                        .statusCode())
                .isEqualTo(404);

        // When
        assertThat(put(path, mine, "{\"password\":\"the second password\",\"current\":\"the first password\"}")
                        .statusCode())
                .isEqualTo(204);

        // Then
        assertThat(get("/v2/acme/app/tags/list", basic(login, "the first password"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("/v2/acme/app/tags/list", basic(login, "the second password"))
                        .statusCode())
                .isEqualTo(200);
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
