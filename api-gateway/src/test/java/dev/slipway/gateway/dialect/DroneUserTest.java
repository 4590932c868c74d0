package dev.slipway.gateway.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.gateway.GatewayTest;
import dev.slipway.gateway.drone.DroneJwts;
import dev.slipway.kit.crypto.KeyRing;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DroneUserTest extends GatewayTest {

    @Inject
    KeyRing keyRing;

    @Test
    void the_caller_is_shown_as_drone_shows_it() {
        // Given
        String login = newUser();

        // When
        HttpResponse<String> response = get("/api/user", opaque(login));

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode user = read(response);
        assertThat(user.path("id").isIntegralNumber()).isTrue();
        assertThat(user.path("login").asText()).isEqualTo(login);
        assertThat(user.path("active").asBoolean()).isTrue();
        assertThat(user.has("admin")).isFalse();
        assertThat(read(get("/api/user", ADMIN)).path("admin").asBoolean()).isTrue();
    }

    @Test
    void a_jwt_is_taken_raw_as_bearer_and_in_the_query() {
        // Given
        String login = newUser();
        String jwt = issue(login);

        // Then
        assertThat(jwt.split("\\.", -1)).hasSize(3);
        assertThat(get("/api/user", jwt).statusCode()).isEqualTo(200);
        assertThat(get("/api/user", "Bearer " + jwt).statusCode()).isEqualTo(200);
        assertThat(send(request("/api/user?access_token=" + jwt)).statusCode()).isEqualTo(200);
        assertThat(get("/v1/build-flows", "token " + jwt).statusCode()).isEqualTo(401);
        assertThat(get("/platform/v1/flows", "Bearer " + jwt).statusCode()).isEqualTo(401);
    }

    @Test
    void a_jwt_is_listed_and_revoked_like_any_token() {
        // Given
        String login = newUser();
        String jwt = issue(login);
        JsonNode listed = read(get("/platform/v1/tokens?user=" + login, ADMIN)).path("items");
        String id = null;
        for (JsonNode token : listed) {
            id = token.path("kind").asText().equals("drone") ? token.path("id").asText() : id;
        }

        // When
        delete("/platform/v1/tokens/" + id, ADMIN);

        // Then
        assertThat(get("/api/user", jwt).statusCode()).isEqualTo(401);
        assertThat(get("/api/user", opaque(login)).statusCode()).isEqualTo(200);
    }

    @Test
    void another_key_ends_every_jwt_also_one_that_was_never_listed() {
        // Given
        String login = newUser();
        String listed = issue(login);
        String minimal = DroneJwts.sign(login, "user", null, null, keyOf(login));
        assertThat(get("/api/user", minimal).statusCode()).isEqualTo(200);

        // When
        HttpResponse<String> changed = delete("/api/user/token", opaque(login));

        // Then
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(get("/api/user", listed).statusCode()).isEqualTo(401);
        assertThat(get("/api/user", minimal).statusCode()).isEqualTo(401);
        assertThat(get("/api/user", changed.body()).statusCode()).isEqualTo(200);
    }

    @Test
    void a_jwt_of_another_type_or_key_is_nobodys() {
        // Given
        String login = newUser();
        issue(login);
        byte[] key = keyOf(login);

        // Then
        for (String type : new String[] {"hook", "sess", "csrf", "agent"}) {
            assertThat(get("/api/user", DroneJwts.sign(login, type, null, null, key))
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(get("/api/user", DroneJwts.sign(login, "user", null, null, DroneJwts.newKey()))
                        .statusCode())
                .isEqualTo(401);
        assertThat(get(
                                "/api/user",
                                DroneJwts.sign(login, "user", UUID.randomUUID().toString(), null, key))
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("/api/user", DroneJwts.sign("nobody-at-all", "user", null, null, key))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_session_reads_by_its_cookie_and_changes_with_its_proof() {
        // Given
        String login = newUser();
        setPassword(login, "correct horse battery");
        HttpResponse<String> signedIn = send(request("/authorize")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("username=" + login + "&password=correct+horse+battery")));
        assertThat(signedIn.statusCode()).isEqualTo(303);
        String cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
        String session = cookie.substring(0, cookie.indexOf(';'));
        String csrf = signedIn.headers().firstValue("X-CSRF-TOKEN").orElseThrow();

        // Then
        assertThat(send(request("/api/user").header("Cookie", session)).statusCode())
                .isEqualTo(200);
        assertThat(postWith(session, null).statusCode()).isEqualTo(401);
        assertThat(postWith(session, issue(newUser())).statusCode()).isEqualTo(401);
        assertThat(postWith(session, csrf).statusCode()).isEqualTo(200);
        assertThat(get("/api/user", session.substring("user_sess=".length())).statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_token_that_may_only_read_makes_no_jwt_that_may_do_everything() {
        // Given
        String login = newUser();
        HttpResponse<String> reading = post(
                "/platform/v1/tokens",
                ADMIN,
                "{\"description\":\"reads\",\"scopes\":[\"read\"],\"user\":\"%s\"}".formatted(login));

        // Then
        assertThat(post(
                                "/api/user/token",
                                "Bearer " + read(reading).path("token").asText(),
                                "")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void users_are_administered_as_in_drone() {
        // Given
        String login = "d" + UUID.randomUUID().toString().substring(0, 12);

        // When
        HttpResponse<String> made = post(
                "/api/users",
                ADMIN,
                "{\"login\":\"%s\",\"email\":\"a@example.org\",\"avatar_url\":\"\",\"active\":true}".formatted(login));

        // Then
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        assertThat(read(get("/api/users/" + login, ADMIN)).path("email").asText())
                .isEqualTo("a@example.org");
        assertThat(read(get("/api/users", ADMIN)).isArray()).isTrue();
        assertThat(read(patch("/api/users/" + login, ADMIN, "{\"active\":false}"))
                        .path("active")
                        .asBoolean())
                .isFalse();
        assertThat(delete("/api/users/" + login, ADMIN).statusCode()).isIn(200, 204);
        assertThat(get("/api/users/nobody-at-all", ADMIN).statusCode()).isEqualTo(404);
        assertThat(get("/api/users", opaque(newUser())).statusCode()).isEqualTo(403);
        assertThat(post("/api/users", ADMIN, "{\"login\":\"No Good\"}").statusCode())
                .isEqualTo(400);
        assertThat(send(request("/api/users")).statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> postWith(String session, String csrf) {
        HttpRequest.Builder request = request("/api/user/token")
                .header("Cookie", session)
                .header("Origin", "http://" + gateway.getHost() + ":" + gateway.getPort())
                .POST(HttpRequest.BodyPublishers.noBody());
        if (csrf != null) {
            request.header("X-CSRF-TOKEN", csrf);
        }
        return send(request);
    }

    private String opaque(String login) {
        return "Bearer " + newToken(login).path("token").asText();
    }

    private String issue(String login) {
        HttpResponse<String> issued = post("/api/user/token", opaque(login), "");
        assertThat(issued.statusCode()).as(issued.body()).isEqualTo(200);
        assertThat(issued.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        return issued.body();
    }

    private byte[] keyOf(String login) {
        String encrypted = pool.preparedQuery("SELECT drone_key FROM principal WHERE login = $1")
                .execute(Tuple.of(login))
                .map(rows -> rows.iterator().next().getString(0))
                .await()
                .atMost(LIMIT);
        return Base64.getDecoder().decode(keyRing.decryptText(encrypted, "principal:" + login + ":drone-key"));
    }
}
