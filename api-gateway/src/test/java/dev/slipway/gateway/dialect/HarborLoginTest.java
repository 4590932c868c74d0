package dev.slipway.gateway.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.gateway.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HarborLoginTest extends GatewayTest {

    private static final String PASSWORD = "correct horse battery";

    @Test
    void a_form_signs_in_and_log_out_ends_the_session() {
        // Given
        String login = newUser();
        setPassword(login, PASSWORD);

        // When
        HttpResponse<String> signedIn = login(login, PASSWORD);

        // Then
        assertThat(signedIn.statusCode()).isEqualTo(200);
        String setCookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(setCookie).startsWith("beegosessionID=").contains("HTTPOnly");
        String cookie = setCookie.substring(0, setCookie.indexOf(';'));
        assertThat(send(request("/service/token").header("Cookie", cookie)).statusCode())
                .isEqualTo(200);

        // When
        send(request("/log_out").header("Cookie", cookie));

        // Then
        assertThat(send(request("/service/token").header("Cookie", cookie)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_wrong_password_is_401() {
        // Given
        String login = newUser();
        setPassword(login, PASSWORD);

        // Then
        assertThat(login(login, "wrong").statusCode()).isEqualTo(401);
        assertThat(login("nobody-at-all", PASSWORD).statusCode()).isEqualTo(401);
        assertThat(send(request("/login")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("principal=x")))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void the_token_service_grants_what_the_caller_may_do_and_the_registry_takes_the_token() {
        // Given
        String login = newUser();
        String tenant = "t-" + login;
        setPassword(login, PASSWORD);

        // When
        HttpResponse<String> response = get(
                "/service/token?service=slipway&scope=repository:" + tenant
                        + "/app:pull,push&scope=repository:other/app:pull&account=" + login,
                basic(login, PASSWORD));

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode answer = read(response);
        String token = answer.path("token").asText();
        assertThat(answer.path("access_token").asText()).isEqualTo(token);
        assertThat(answer.path("expires_in").asInt()).isEqualTo(300);
        assertThat(get("/v2/", "Bearer " + token).statusCode()).isEqualTo(200);
        assertThat(get("/v2/" + tenant + "/app/manifests/1", "Bearer " + token).statusCode())
                .isEqualTo(200);
        assertThat(put("/v2/" + tenant + "/app/manifests/1", "Bearer " + token, "{}")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> notGranted = get("/v2/other/app/manifests/1", "Bearer " + token);
        assertThat(notGranted.statusCode()).isEqualTo(401);
        assertThat(notGranted.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("scope=\"repository:other/app:pull\"");
        assertThat(get("/v1/build-flows", "token " + token).statusCode()).isEqualTo(401);
    }

    @Test
    void a_registry_token_ends_with_the_credential_that_it_was_asked_for_with() {
        // Given
        String login = newUser();
        JsonNode credential = newToken(login);
        String token = read(get(
                        "/service/token?scope=repository:t-" + login + "/app:pull",
                        basic("whoever", credential.path("token").asText())))
                .path("token")
                .asText();
        assertThat(get("/v2/t-" + login + "/app/manifests/1", "Bearer " + token).statusCode())
                .isEqualTo(200);

        // When
        delete("/platform/v1/tokens/" + credential.path("id").asText(), ADMIN);

        // Then
        assertThat(get("/v2/t-" + login + "/app/manifests/1", "Bearer " + token).statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_registry_token_that_was_changed_is_nobodys() {
        // Given
        String login = newUser();
        String token = read(get(
                        "/service/token",
                        basic(login, newToken(login).path("token").asText())))
                .path("token")
                .asText();

        // When
        char last = token.charAt(token.length() - 10);
        String changed = token.substring(0, token.length() - 10)
                + (last == 'A' ? 'B' : 'A')
                + token.substring(token.length() - 9);

        // Then
        assertThat(get("/v2/", "Bearer " + token).statusCode()).isEqualTo(200);
        assertThat(get("/v2/", "Bearer " + changed).statusCode()).isEqualTo(401);
    }

    @Test
    void nobody_gets_a_token_for_nothing() {
        // Then
        assertThat(send(request("/service/token?scope=repository:acme/app:pull"))
                        .statusCode())
                .isEqualTo(401);
    }

    private HttpResponse<String> login(String principal, String password) {
        return send(request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "principal=" + principal + "&password=" + password.replace(' ', '+'))));
    }
}
