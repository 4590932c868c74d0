package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionApiTest extends GatewayTest {

    private static final String PASSWORD = "correct horse battery";

    @Test
    void a_browser_signs_in_changes_something_and_signs_out() {
        // Given
        String login = newUser();
        setPassword(login, PASSWORD);

        // When
        HttpResponse<String> signedIn = signIn(login, PASSWORD);

        // Then
        assertThat(signedIn.statusCode()).isEqualTo(201);
        String setCookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(setCookie).contains("HTTPOnly", "SameSite=Lax", "Path=/").doesNotContain("Secure");
        String cookie = setCookie.substring(0, setCookie.indexOf(';'));
        String csrf = read(signedIn).path("csrf_token").asText();
        assertThat(signedIn.body()).doesNotContain(cookie.substring(cookie.indexOf('=') + 1));
        JsonNode session = read(send(request("/platform/v1/session").header("Cookie", cookie)));
        assertThat(session.path("user").asText()).isEqualTo(login);
        assertThat(session.path("csrf_token").asText()).isEqualTo(csrf);

        // When
        HttpResponse<String> withoutProof = makeToken(cookie, null);
        HttpResponse<String> withProof = makeToken(cookie, csrf);

        // Then
        assertThat(withoutProof.statusCode()).isEqualTo(401);
        assertThat(withProof.statusCode()).as(withProof.body()).isEqualTo(201);
        assertThat(read(withProof).path("expires_at").isNull()).isTrue();

        // When
        HttpResponse<String> signedOut = send(request("/platform/v1/session")
                .header("Cookie", cookie)
                .header("Origin", "http://" + gateway.getHost() + ":" + gateway.getPort())
                .header("X-CSRF-Token", csrf)
                .DELETE());

        // Then
        assertThat(signedOut.statusCode()).isEqualTo(204);
        assertThat(send(request("/platform/v1/session").header("Cookie", cookie))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_wrong_password_and_an_unknown_login_get_the_same_401() {
        // Given
        String login = newUser();
        setPassword(login, PASSWORD);

        // When
        HttpResponse<String> wrong = signIn(login, "wrong horse battery");
        HttpResponse<String> unknown = signIn("nobody-at-all", PASSWORD);
        HttpResponse<String> without = signIn(newUser(), PASSWORD);

        // Then
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(read(unknown).path("detail")).isEqualTo(read(wrong).path("detail"));
        assertThat(read(without).path("detail")).isEqualTo(read(wrong).path("detail"));
    }

    @Test
    void another_password_ends_the_sessions() {
        // Given
        String login = newUser();
        setPassword(login, PASSWORD);
        String setCookie =
                signIn(login, PASSWORD).headers().firstValue("Set-Cookie").orElseThrow();
        String cookie = setCookie.substring(0, setCookie.indexOf(';'));

        // When
        setPassword(login, "another horse battery");

        // Then
        assertThat(send(request("/platform/v1/session").header("Cookie", cookie))
                        .statusCode())
                .isEqualTo(401);
        assertThat(signIn(login, PASSWORD).statusCode()).isEqualTo(401);
    }

    @Test
    void a_session_is_for_the_native_api_alone() {
        // Given
        String login = newUser();
        setPassword(login, PASSWORD);
        String setCookie =
                signIn(login, PASSWORD).headers().firstValue("Set-Cookie").orElseThrow();
        String cookie = setCookie.substring(0, setCookie.indexOf(';'));
        String value = cookie.substring(cookie.indexOf('=') + 1);

        // Then
        assertThat(send(request("/v1/build-flows").header("Cookie", cookie)).statusCode())
                .isEqualTo(401);
        assertThat(get("/v1/build-flows", "token " + value).statusCode()).isEqualTo(401);
    }

    @Test
    void a_body_that_is_no_sign_in_is_400() {
        // Then
        assertThat(signInWith("{}").statusCode()).isEqualTo(400);
        assertThat(signInWith("{\"login\":\"ada\"}").statusCode()).isEqualTo(400);
        assertThat(signInWith("{\"login\":7,\"password\":[]}").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> signIn(String login, String password) {
        return signInWith("{\"login\":\"%s\",\"password\":\"%s\"}".formatted(login, password));
    }

    private HttpResponse<String> signInWith(String body) {
        return send(request("/platform/v1/session")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> makeToken(String cookie, String csrf) {
        HttpRequest.Builder request = request("/platform/v1/tokens")
                .header("Cookie", cookie)
                .header("Origin", "http://" + gateway.getHost() + ":" + gateway.getPort())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"description\":\"from a page\"}"));
        if (csrf != null) {
            request.header("X-CSRF-Token", csrf);
        }
        return send(request);
    }
}
