package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TokensApiTest extends GatewayTest {

    @Test
    void a_token_that_ends_makes_nothing_that_lasts() {
        // Given
        String login = newUser();
        String ending = "Bearer "
                + boundedToken(login, "\"expires_at\":\"" + Instant.now().plusSeconds(3600) + "\"");

        // When
        HttpResponse<String> unasked = post("/platform/v1/tokens", ending, "{\"description\":\"child\"}");
        HttpResponse<String> longer = post(
                "/platform/v1/tokens",
                ending,
                "{\"description\":\"child\",\"expires_at\":\"%s\"}"
                        .formatted(Instant.now().plusSeconds(7200)));

        // Then
        assertThat(read(unasked).path("expires_at").isNull()).isFalse();
        assertThat(longer.statusCode()).isEqualTo(403);
        assertThat(post("/platform/v1/access-keys", ending, "{\"description\":\"child\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("/api/user/token", ending, "").statusCode()).isEqualTo(403);
        assertThat(delete("/api/user/token", ending).statusCode()).isEqualTo(403);
        HttpResponse<String> child = send(request("/api/tokens/create")
                .header("cd_token", ending.substring("Bearer ".length()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"description\":\"child\",\"expiration\":-1}")));
        assertThat(child.statusCode()).as(child.body()).isEqualTo(200);
        assertThat(onlyCdToken(ending).path("expire_time").asLong()).isPositive();

        // When
        HttpResponse<String> prolonged = send(request("/api/tokens/update")
                .header("cd_token", ending.substring("Bearer ".length()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"id\":\"%s\",\"expiration\":-1}"
                        .formatted(onlyCdToken(ending).path("id").asText()))));

        // Then
        assertThat(prolonged.statusCode()).as(prolonged.body()).isEqualTo(200);
        assertThat(onlyCdToken(ending).path("expire_time").asLong()).isPositive();
    }

    private JsonNode onlyCdToken(String bearer) {
        return read(send(request("/api/tokens/list").header("cd_token", bearer.substring("Bearer ".length()))))
                .at("/data/0");
    }

    @Test
    void a_token_of_one_dialect_makes_none_of_another_and_limits_are_handed_down() {
        // Given
        String login = newUser();
        String narrow = "Bearer " + boundedToken(login, "\"dialects\":[\"native\"],\"limits\":{\"build\":3}");

        // When
        HttpResponse<String> child = post("/platform/v1/tokens", narrow, "{\"description\":\"child\"}");
        HttpResponse<String> wider =
                post("/platform/v1/tokens", narrow, "{\"description\":\"child\",\"dialects\":[\"daocloud\"]}");

        // Then
        assertThat(read(child).path("dialects")).hasToString("[\"native\"]");
        assertThat(read(child).path("limits")).hasToString("{\"build\":3}");
        assertThat(wider.statusCode()).isEqualTo(403);
        assertThat(post("/platform/v1/access-keys", narrow, "{\"description\":\"child\"}")
                        .statusCode())
                .isEqualTo(403);
    }

    /** More at once than there are connections to PostgreSQL: none may wait for a second one while it holds its first. */
    @Test
    void many_tokens_and_access_keys_are_made_at_once() {
        // Given
        String user = "Bearer " + boundedToken(newUser(), "\"scopes\":[\"read\"]");
        ExecutorService clients = Executors.newFixedThreadPool(40);
        try {
            // When
            List<CompletableFuture<Integer>> statuses = IntStream.range(0, 40)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> post(
                                            i % 2 == 0 ? "/platform/v1/tokens" : "/platform/v1/access-keys",
                                            user,
                                            "{\"description\":\"%d\"}".formatted(i))
                                    .statusCode(),
                            clients))
                    .toList();

            // Then
            assertThat(statuses)
                    .allSatisfy(
                            status -> assertThat(status).succeedsWithin(LIMIT).isEqualTo(201));
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void a_token_is_shown_once_and_works() {
        // Given
        String expiry = Instant.now()
                .plus(1, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();

        // When
        HttpResponse<String> made = post(
                "/platform/v1/tokens", ADMIN, "{\"description\":\"laptop\",\"expires_at\":\"%s\"}".formatted(expiry));

        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        JsonNode token = read(made);
        assertThat(token.path("description").asText()).isEqualTo("laptop");
        assertThat(token.path("expires_at").asText()).isEqualTo(expiry);
        assertThat(token.path("user").asText()).isEqualTo("admin");
        String value = token.path("token").asText();
        assertThat(value).matches("slp_[A-Za-z0-9_-]{43}");
        HttpResponse<String> shown =
                get("/platform/v1/tokens/" + token.path("id").asText(), "token " + value);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).doesNotContain(value);
        assertThat(read(shown).has("token")).isFalse();
    }

    @Test
    void a_list_pages_through_the_callers_own_tokens_and_never_shows_a_value() {
        // Given
        String login = newUser();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            values.add(newToken(login).path("token").asText());
        }
        String authorization = "Bearer " + values.get(0);

        // When
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            HttpResponse<String> page = get("/platform/v1/tokens?limit=2" + cursor, authorization);
            assertThat(page.statusCode()).isEqualTo(200);
            values.forEach(value -> assertThat(page.body()).doesNotContain(value));
            JsonNode json = read(page);
            json.path("items").forEach(token -> ids.add(token.path("id").asText()));
            cursor = json.path("next").isNull()
                    ? null
                    : "&cursor=" + json.path("next").asText();
        } while (cursor != null);

        // Then
        assertThat(ids).hasSize(5).isSorted();
        assertThat(new HashSet<>(ids)).hasSize(5);
    }

    @Test
    void a_foreign_token_answers_like_an_unknown_one() {
        // Given
        String mine = "Bearer " + newToken(newUser()).path("token").asText();
        String foreign = newToken(newUser()).path("id").asText();
        String unknown = UUID.randomUUID().toString();

        // Then
        assertThat(withoutId(get("/platform/v1/tokens/" + foreign, mine), foreign))
                .isEqualTo(withoutId(get("/platform/v1/tokens/" + unknown, mine), unknown))
                .startsWith("404");
        assertThat(withoutId(delete("/platform/v1/tokens/" + foreign, mine), foreign))
                .isEqualTo(withoutId(delete("/platform/v1/tokens/" + unknown, mine), unknown))
                .startsWith("404");
        assertThat(get("/platform/v1/tokens/" + foreign, ADMIN).statusCode()).isEqualTo(200);
        assertThat(get("/platform/v1/tokens/no-uuid", mine).statusCode()).isEqualTo(404);
    }

    @Test
    void a_revoked_token_is_gone() {
        // Given
        String login = newUser();
        String mine = "Bearer " + newToken(login).path("token").asText();
        String id = newToken(login).path("id").asText();

        // When
        HttpResponse<String> revoked = delete("/platform/v1/tokens/" + id, mine);

        // Then
        assertThat(revoked.statusCode()).isEqualTo(204);
        assertThat(revoked.body()).isEmpty();
        assertThat(delete("/platform/v1/tokens/" + id, mine).statusCode()).isEqualTo(404);
        assertThat(get("/platform/v1/tokens/" + id, mine).statusCode()).isEqualTo(404);
        assertThat(get("/platform/v1/tokens", mine).body()).doesNotContain(id);
    }

    @Test
    void only_an_administrator_makes_tokens_for_others() {
        // Given
        String other = newUser();
        String mine = "Bearer " + newToken(newUser()).path("token").asText();

        // When
        HttpResponse<String> refused =
                post("/platform/v1/tokens", mine, "{\"description\":\"x\",\"user\":\"%s\"}".formatted(other));
        HttpResponse<String> unknown =
                post("/platform/v1/tokens", ADMIN, "{\"description\":\"x\",\"user\":\"nobody-is-called-this\"}");

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(read(unknown).path("detail").asText()).startsWith("user:");
    }

    @Test
    void a_token_cannot_make_one_that_may_do_more() {
        // Given
        String login = newUser();
        String reader = read(post(
                        "/platform/v1/tokens",
                        ADMIN,
                        "{\"description\":\"x\",\"user\":\"%s\",\"scopes\":[\"read\"]}".formatted(login)))
                .path("token")
                .asText();

        // When
        HttpResponse<String> more = post(
                "/platform/v1/tokens", "Bearer " + reader, "{\"description\":\"x\",\"scopes\":[\"read\",\"build\"]}");
        HttpResponse<String> same = post("/platform/v1/tokens", "Bearer " + reader, "{\"description\":\"x\"}");

        // Then
        assertThat(more.statusCode()).isEqualTo(403);
        assertThat(same.statusCode()).isEqualTo(201);
        assertThat(read(same).path("scopes")).hasToString("[\"read\"]");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                          | description",
                "{\"description\":\"\"}                                      | description",
                "{\"description\":\"x\",\"expires\":\"2030-01-01T00:00:00Z\"} | expires",
                "{\"description\":\"x\",\"expires_at\":\"tomorrow\"}         | expires_at",
                "{\"description\":\"x\",\"expires_at\":\"2001-01-01T00:00:00Z\"} | expires_at",
                "{\"description\":\"x\",\"scopes\":[\"root\"]}               | scopes",
                "{\"description\":\"x\",\"scopes\":[]}                       | scopes"
            })
    void a_wrong_field_is_400_and_named(String body, String field) {
        // When
        HttpResponse<String> response = post("/platform/v1/tokens", ADMIN, body);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(read(response).path("detail").asText()).contains(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "{\"description\":", "[]", ""})
    void a_body_that_is_not_the_json_asked_for_is_400(String body) {
        // When
        HttpResponse<String> response = post("/platform/v1/tokens", ADMIN, body);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(read(response).path("code").asText()).isEqualTo("invalid");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_body_far_too_long_is_413(boolean saysLength) {
        // Given
        HttpRequest.BodyPublisher body =
                HttpRequest.BodyPublishers.ofString("{\"description\":\"" + "a".repeat(2 * 1024 * 1024) + "\"}");

        // When
        HttpResponse<String> response = send(request("/platform/v1/tokens")
                .header("Authorization", ADMIN)
                .header("Content-Type", "application/json")
                .POST(saysLength ? body : HttpRequest.BodyPublishers.fromPublisher(body)));

        // Then
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "cursor=x", "cursor=AAAA"})
    void a_wrong_page_is_400(String query) {
        // When
        HttpResponse<String> response = get("/platform/v1/tokens?" + query, ADMIN);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void a_repeated_post_with_one_key_makes_one_token() {
        // Given
        String login = newUser();
        String body = "{\"description\":\"once\",\"user\":\"%s\"}".formatted(login);
        String key = UUID.randomUUID().toString();

        // When
        HttpResponse<String> first = postWithKey(key, body);
        HttpResponse<String> second = postWithKey(key, body);
        HttpResponse<String> other = postWithKey(key, body.replace("once", "twice"));

        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(read(second)).isEqualTo(read(first));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(read(get("/platform/v1/tokens?user=" + login, ADMIN)).path("items"))
                .hasSize(1);
    }

    private HttpResponse<String> postWithKey(String key, String body) {
        return send(request("/platform/v1/tokens")
                .header("Authorization", ADMIN)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String withoutId(HttpResponse<String> response, String id) {
        return response.statusCode() + " " + response.body().replace(id, "{id}");
    }
}
