package dev.slipway.gateway.accesskey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.http.HttpConfig;
import com.huaweicloud.sdk.core.http.HttpMethod;
import com.huaweicloud.sdk.core.impl.DefaultHttpClient;
import dev.slipway.gateway.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Requests that Huawei Cloud's own SDK has signed, sent byte for byte. */
@QuarkusTest
class SignedRequestsTest extends GatewayTest {

    private static final String TOKENS = "/v3/auth/tokens";

    @Test
    void what_the_official_sdk_signs_is_let_in() throws Exception {
        // Given
        JsonNode key = newKey(newUser());

        // When
        HttpResponse<String> get = sendSigned(sign(key, HttpMethod.GET, TOKENS, null), "GET", TOKENS, null);

        // Then
        assertThat(get.statusCode()).as(get.body()).isEqualTo(400);
        assertThat(get.body()).contains("X-Subject-Token");
    }

    @Test
    void a_query_with_odd_characters_and_a_body_are_signed_too() throws Exception {
        // Given
        JsonNode key = newKey(newUser());
        String body = "{\"auth\":\"\u00e4\u00f6 \u4e2d\"}";
        String path = TOKENS + "?b=2&a=%E4%B8%AD%20x&a-b=*~";

        // When
        HttpResponse<String> post = sendSigned(sign(key, HttpMethod.POST, path, body), "POST", path, body);

        // Then
        assertThat(post.statusCode()).as(post.body()).isEqualTo(400);
        assertThat(post.body()).contains("auth.identity.password.user");
    }

    @Test
    void one_flipped_bit_is_refused_wherever_it_is() throws Exception {
        // Given
        JsonNode key = newKey(newUser());
        String body = "{\"auth\":{}}";
        Map<String, String> signed = sign(key, HttpMethod.POST, TOKENS, body);

        // Then
        assertThat(sendSigned(signed, "POST", TOKENS, "{\"auth\":{} }").statusCode())
                .isEqualTo(401);
        assertThat(sendSigned(signed, "POST", TOKENS + "?x=1", body).statusCode())
                .isEqualTo(401);
        assertThat(sendSigned(signed, "PUT", TOKENS, body).statusCode()).isIn(401, 405);
        String authorization = signed.get("Authorization");
        char last = authorization.charAt(authorization.length() - 1);
        Map<String, String> flipped = new LinkedHashMap<>(signed);
        flipped.put(
                "Authorization", authorization.substring(0, authorization.length() - 1) + (last == '0' ? '1' : '0'));
        assertThat(sendSigned(flipped, "POST", TOKENS, body).statusCode()).isEqualTo(401);
        Map<String, String> anotherDate = new LinkedHashMap<>(signed);
        anotherDate.put("X-Sdk-Date", "20200101T000000Z");
        assertThat(sendSigned(anotherDate, "POST", TOKENS, body).statusCode()).isEqualTo(401);
        assertThat(sendSigned(signed, "POST", TOKENS, body).statusCode()).isEqualTo(400);
    }

    @Test
    void a_signature_that_changes_something_is_good_once_and_one_that_reads_again_and_again() throws Exception {
        // Given
        JsonNode key = newKey(newUser());
        Map<String, String> reading = sign(key, HttpMethod.GET, TOKENS, null);
        Map<String, String> changing = sign(key, HttpMethod.POST, TOKENS, "{}");

        // When
        List<Integer> reads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            reads.add(sendSigned(reading, "GET", TOKENS, null).statusCode());
        }
        List<CompletableFuture<Integer>> copies = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            copies.add(CompletableFuture.supplyAsync(
                    () -> sendSigned(changing, "POST", TOKENS, "{}").statusCode()));
        }

        // Then
        assertThat(reads).containsOnly(400);
        List<Integer> answers = new ArrayList<>();
        for (CompletableFuture<Integer> copy : copies) {
            answers.add(copy.get(60, TimeUnit.SECONDS));
        }
        assertThat(answers).filteredOn(status -> status == 400).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 401).hasSize(7);
    }

    @Test
    void a_revoked_key_and_an_unknown_one_sign_nothing() throws Exception {
        // Given
        JsonNode key = newKey(newUser());
        Map<String, String> signed = sign(key, HttpMethod.GET, TOKENS, null);
        assertThat(sendSigned(signed, "GET", TOKENS, null).statusCode()).isEqualTo(400);

        // When
        assertThat(delete("/platform/v1/access-keys/" + key.path("id").asText(), ADMIN)
                        .statusCode())
                .isEqualTo(204);

        // Then
        assertThat(sendSigned(signed, "GET", TOKENS, null).statusCode()).isEqualTo(401);
        Map<String, String> unknown = new LinkedHashMap<>(signed);
        unknown.put(
                "Authorization",
                signed.get("Authorization").replace(key.path("access_key").asText(), "AAAAAAAAAAAAAAAAAAAA"));
        assertThat(sendSigned(unknown, "GET", TOKENS, null).statusCode()).isEqualTo(401);
    }

    @Test
    void a_signed_body_over_its_bound_is_413() throws Exception {
        // Given
        JsonNode key = newKey(newUser());
        String body = "\"" + "x".repeat(SignedRequests.MAX_BODY_BYTES) + "\"";

        // When
        HttpResponse<String> response = sendSigned(sign(key, HttpMethod.POST, TOKENS, body), "POST", TOKENS, body);

        // Then
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void a_key_shows_its_secret_once_and_is_its_owners() {
        // Given
        String login = newUser();
        JsonNode key = newKey(login);
        String id = key.path("id").asText();
        String mine = "Bearer " + newToken(login).path("token").asText();
        String stranger = "Bearer " + newToken(newUser()).path("token").asText();

        // Then
        assertThat(key.path("secret_key").asText()).hasSizeGreaterThanOrEqualTo(43);
        HttpResponse<String> shown = get("/platform/v1/access-keys/" + id, mine);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(read(shown).has("secret_key")).isFalse();
        assertThat(get("/platform/v1/access-keys", mine).body()).contains(id).doesNotContain("secret");
        assertThat(get("/platform/v1/access-keys/" + id, stranger).statusCode()).isEqualTo(404);
        assertThat(delete("/platform/v1/access-keys/" + id, stranger).statusCode())
                .isEqualTo(404);
        assertThat(get("/platform/v1/access-keys/no-uuid", mine).statusCode()).isEqualTo(404);
        assertThat(post("/platform/v1/access-keys", mine, "{\"description\":\"\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/platform/v1/access-keys", mine, "{\"description\":\"x\",\"user\":\"admin\"}")
                        .statusCode())
                .isEqualTo(403);
    }

    private JsonNode newKey(String login) {
        HttpResponse<String> made =
                post("/platform/v1/access-keys", ADMIN, "{\"description\":\"sdk\",\"user\":\"%s\"}".formatted(login));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return read(made);
    }

    /** The headers that the SDK would send. */
    private Map<String, String> sign(JsonNode key, HttpMethod method, String path, String body) throws Exception {
        com.huaweicloud.sdk.core.http.HttpRequest.HttpRequestBuilder request =
                com.huaweicloud.sdk.core.http.HttpRequest.newBuilder()
                        .withEndpoint("http://" + gateway.getHost() + ":" + gateway.getPort())
                        .withMethod(method)
                        .withPath(path.contains("?") ? path.substring(0, path.indexOf('?')) : path)
                        .withContentType("application/json");
        if (path.contains("?")) {
            for (String parameter : path.substring(path.indexOf('?') + 1).split("&", -1)) {
                String[] pair = parameter.split("=", 2);
                request.addQueryParam(
                        pair[0], List.of(java.net.URLDecoder.decode(pair[1], java.nio.charset.StandardCharsets.UTF_8)));
            }
        }
        if (body != null) {
            request.withBodyAsString(body);
        }
        BasicCredentials credentials = new BasicCredentials()
                .withAk(key.path("access_key").asText())
                .withSk(key.path("secret_key").asText())
                .withProjectId("acme");
        com.huaweicloud.sdk.core.http.HttpRequest signed = credentials
                .processAuthRequest(request.build(), new DefaultHttpClient(HttpConfig.getDefaultHttpConfig()))
                .get(60, TimeUnit.SECONDS);
        Map<String, String> headers = new LinkedHashMap<>();
        signed.getHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        return headers;
    }

    private HttpResponse<String> sendSigned(Map<String, String> headers, String method, String path, String body) {
        HttpRequest.Builder request = request(path)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
                request.header(name, value);
            }
        });
        return send(request);
    }
}
