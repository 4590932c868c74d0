package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.dialects.Dialect;
import dev.slipway.kit.crypto.Hashes;
import dev.slipway.kit.identity.InternalTokens;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.identity.Scope;
import dev.slipway.kit.identity.TenantRole;
import dev.slipway.testkit.TestIdentity;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class CredentialsTest extends GatewayTest {

    @Inject
    InternalTokens internalTokens;

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({
        "token %s,  /v1/build-flows",
        "Token %s,  /v1/build-flows",
        "%s,        /v1/build-flows",
        "Bearer %s, /v1/build-flows",
        "Bearer %s, /platform/v1/flows",
        "token %s,  /api/repos/acme/app/builds",
        "bearer %s, /v2/acme/app/tags/list",
        "BASIC %s,  /v2/acme/app/tags/list"
    })
    void a_good_token_reaches_the_service_as_its_user(String form, String path) {
        // Given
        String login = newUser();
        String token = newToken(login).path("token").asText();

        // When
        HttpResponse<String> response = get(path, carried(form, token));

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        Principal seen = principalSeenByTheService();
        assertThat(seen.name()).isEqualTo(login);
        assertThat(seen.tenants()).isEqualTo(Map.of("t-" + login, TenantRole.MEMBER));
        assertThat(seen.scopes()).containsExactlyInAnyOrder(Scope.values());
        assertThat(seen.administrator()).isFalse();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "?access_token=JWT,           /api/repos/acme/app/builds",
        "?page=1;access_token=JWT,    /api/repos/acme/app/builds?page=1",
        "?=access_token=JWT&page=1,   /api/repos/acme/app/builds?page=1",
        "?Access%5FToken=JWT;page=1,  /api/repos/acme/app/builds?page=1"
    })
    void a_jwt_that_is_believed_in_the_query_goes_no_further(String query, String asked) {
        // Given
        String login = newUser();
        String token = newToken(login).path("token").asText();
        String jwt = post("/api/user/token", "Bearer " + token, "").body();

        // When
        HttpResponse<String> answer = send(request("/api/repos/acme/app/builds" + query.replace("JWT", jwt)));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(principalSeenByTheService().name()).isEqualTo(login);
        assertThat(upstream.lastAsked().uri()).isEqualTo(asked);
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({
        "token %s,  /v1/build-flows",
        "%s,        /v1/build-flows",
        "Bearer %s, /platform/v1/flows",
        "token %s,  /api/user",
        "BASIC %s,  /v2/acme/app/tags/list"
    })
    void an_unknown_a_revoked_and_an_expired_token_get_the_same_401(String form, String path) {
        // Given
        String login = newUser();
        JsonNode revoked = newToken(login);
        delete("/platform/v1/tokens/" + revoked.path("id").asText(), ADMIN);
        String expired = newToken(login).path("token").asText();
        sql("UPDATE token SET expires_at = now() - interval '1 second' WHERE sha256 = $1", Hashes.sha256Hex(expired));

        // When
        HttpResponse<String> forUnknown = get(path, carried(form, "slp_nobody-has-this-one"));
        HttpResponse<String> forRevoked =
                get(path, carried(form, revoked.path("token").asText()));
        HttpResponse<String> forExpired = get(path, carried(form, expired));

        // Then
        assertThat(forUnknown.statusCode()).isEqualTo(401);
        assertThat(forRevoked.statusCode()).isEqualTo(401);
        assertThat(forExpired.statusCode()).isEqualTo(401);
        assertThat(forUnknown.body()).contains("unknown, expired or revoked").isEqualTo(forRevoked.body());
        assertThat(forUnknown.body()).isEqualTo(forExpired.body());
        assertThat(upstream.timesAsked()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Digest abc", "token", "Bearer a b", "Basic YTpi"})
    void a_malformed_credential_is_401(String header) {
        // When
        HttpResponse<String> response = get("/v1/build-flows", header);

        // Then
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(read(response).path("error_id").asText()).isEqualTo("bad_credentials");
    }

    @Test
    void two_headers_of_one_kind_are_401() {
        // When
        HttpResponse<String> response =
                send(request("/v1/build-flows").header("Authorization", ADMIN).header("Authorization", "token other"));

        // Then
        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void credentials_of_different_principals_in_one_request_are_400() {
        // Given
        String ada = newToken(newUser()).path("token").asText();
        String bob = newUser();
        setPassword(bob, "bob has a password");
        String session = sessionCookie(bob, "bob has a password");

        // When
        HttpResponse<String> both = send(request("/platform/v1/flows")
                .header("Authorization", "Bearer " + ada)
                .header("Cookie", "slipway_session=" + session));

        // Then
        assertThat(both.statusCode()).isEqualTo(400);
        assertThat(read(both).path("detail").asText()).contains("different principals");
        assertThat(upstream.timesAsked()).isZero();
    }

    @Test
    void credentials_of_the_same_principal_in_one_request_are_no_mistake() {
        // Given
        String bob = newUser();
        setPassword(bob, "bob has a password");
        String session = sessionCookie(bob, "bob has a password");

        // When
        HttpResponse<String> both = send(request("/platform/v1/flows")
                .header("Authorization", "Bearer " + newToken(bob).path("token").asText())
                .header("Cookie", "slipway_session=" + session));

        // Then
        assertThat(both.statusCode()).isEqualTo(200);
        assertThat(principalSeenByTheService().name()).isEqualTo(bob);
    }

    @Test
    void a_revoked_token_is_refused_at_once_though_it_was_just_used() {
        // Given
        JsonNode token = newToken(newUser());
        String authorization = "Bearer " + token.path("token").asText();
        assertThat(get("/v1/build-flows", authorization).statusCode()).isEqualTo(200);

        // When
        delete("/platform/v1/tokens/" + token.path("id").asText(), ADMIN);

        // Then
        assertThat(get("/v1/build-flows", authorization).statusCode()).isEqualTo(401);
    }

    @Test
    void without_a_token_a_public_route_is_asked_anonymously() {
        // When
        HttpResponse<String> response = send(request("/api/repos/acme/app/builds"));

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(principalSeenByTheService()).isEqualTo(Principal.anonymous(Dialect.DRONE));
    }

    @Test
    void a_bad_token_reads_what_is_public_in_drone_as_if_there_were_none() {
        // When
        HttpResponse<String> response = get("/api/repos/acme/app/builds", "Bearer slp_nobody-has-this-one");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(principalSeenByTheService()).isEqualTo(Principal.anonymous(Dialect.DRONE));
    }

    @Test
    void image_tools_are_sent_to_the_token_service() {
        // When
        HttpResponse<String> response = send(request("/v2/"));

        // Then
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate"))
                .hasValue("Bearer realm=\"http://" + gateway.getHost() + ":" + gateway.getPort()
                        + "/service/token\",service=\"slipway\"");
        assertThat(read(response).at("/errors/0/code").asText()).isEqualTo("UNAUTHORIZED");
    }

    @Test
    void an_internal_token_from_outside_is_just_an_unknown_one() {
        // When
        HttpResponse<String> response = get("/v1/build-flows", TestIdentity.admin());

        // Then
        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void the_services_never_see_the_callers_credential_nor_claims_of_identity() {
        // When
        send(request("/v1/build-flows?branch=x&access_token=leaked")
                .header("Authorization", ADMIN)
                .header("X-Slipway-Principal", "root")
                .header("X-Forwarded-For", "10.0.0.1")
                .header("cd_token", "another"));

        // Then
        LocalUpstream.Asked asked = upstream.lastAsked();
        assertThat(asked.header("Authorization")).startsWith("Bearer ey").doesNotContain(UpstreamServices.ADMIN_TOKEN);
        assertThat(asked.has("X-Slipway-Principal")).isFalse();
        assertThat(asked.has("X-Forwarded-For")).isFalse();
        assertThat(asked.has("cd_token")).isFalse();
        assertThat(asked.uri()).isEqualTo("/v1/build-flows?branch=x");
    }

    @Test
    void one_internal_token_serves_many_requests_of_a_credential() {
        // Given
        String authorization = "Bearer " + newToken(newUser()).path("token").asText();

        // When
        get("/v1/build-flows", authorization);
        String first = upstream.lastAsked().header("Authorization");
        get("/v1/build-flows", authorization);
        String second = upstream.lastAsked().header("Authorization");

        // Then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void a_token_without_the_routes_scope_is_forbidden() {
        // Given
        HttpResponse<String> made =
                post("/platform/v1/tokens", ADMIN, "{\"description\":\"reads\",\"scopes\":[\"read\"]}");
        String authorization = "token " + read(made).path("token").asText();

        // When
        HttpResponse<String> reads = get("/v1/build-flows", authorization);
        HttpResponse<String> builds = post("/v1/build-flows/7/builds", authorization, "{\"branch\":\"main\"}");

        // Then
        assertThat(reads.statusCode()).isEqualTo(200);
        assertThat(builds.statusCode()).isEqualTo(403);
        assertThat(read(builds).path("error_id").asText()).isEqualTo("forbidden");
    }

    private String sessionCookie(String login, String password) {
        HttpResponse<String> session = send(request("/platform/v1/session")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"login\":\"%s\",\"password\":\"%s\"}".formatted(login, password))));
        assertThat(session.statusCode()).as(session.body()).isEqualTo(201);
        String cookie = session.headers().firstValue("Set-Cookie").orElseThrow();
        return cookie.substring("slipway_session=".length(), cookie.indexOf(';'));
    }

    private Principal principalSeenByTheService() {
        String authorization = upstream.lastAsked().header("Authorization");
        return internalTokens.verify(authorization.substring("Bearer ".length()));
    }

    private static String carried(String form, String token) {
        if (form.startsWith("BASIC")) {
            byte[] pair = ("whoever:" + token).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }
        return form.formatted(token);
    }
}
