package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.gateway.audit.RepeatedRefusals;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class AuditApiTest extends GatewayTest {

    @Inject
    RepeatedRefusals refusals;

    /** Other tests may have used up what a minute tells apart. */
    @BeforeEach
    void beginAMinute() {
        refusals.endMinute();
    }

    @Test
    void a_call_that_changes_something_is_recorded_with_who_what_where_and_how_it_ended() {
        // Given
        String login = newUser();
        JsonNode token = newToken(login);
        Instant before = Instant.now();

        // When
        HttpResponse<String> answer = post("/v1/build-flows/7/builds", bearer(token), "{\"branch\":\"main\"}");

        // Then
        JsonNode line = onlyLine("principal=" + login);
        assertThat(line.path("principal").asText()).isEqualTo(login);
        assertThat(line.path("credential_id").asText())
                .isEqualTo(token.path("id").asText());
        assertThat(line.path("request_id").asText())
                .isEqualTo(answer.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(line.path("dialect").asText()).isEqualTo("daocloud");
        assertThat(line.path("method").asText()).isEqualTo("POST");
        assertThat(line.path("route").asText()).isEqualTo("/v1/build-flows/{id}/builds");
        assertThat(line.path("action").asText()).isEqualTo("builds.create");
        assertThat(line.path("objects")).hasToString("[\"7\"]");
        assertThat(line.path("tenant").asText()).isEqualTo("t-" + login);
        assertThat(line.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(line.path("status").asInt()).isEqualTo(200);
        assertThat(line.path("outcome").asText()).isEqualTo("succeeded");
        assertThat(line.path("calls").asInt()).isEqualTo(1);
        assertThat(line.path("duration_ms").asLong()).isBetween(0L, LIMIT.toMillis());
        assertThat(Instant.parse(line.path("at").asText()))
                .isBetween(before.minusMillis(1), Instant.now().plusMillis(1));
    }

    @Test
    void what_is_only_read_is_not_recorded() {
        // Given
        String login = newUser();
        String authorization = bearer(newToken(login));

        // When
        get("/v1/build-flows", authorization);
        get("/platform/v1/nothing", authorization);
        post("/v1/build-flows/7/builds", authorization, "{}");

        // Then
        assertThat(onlyLine("principal=" + login).path("action").asText()).isEqualTo("builds.create");
    }

    @Test
    void what_was_made_is_an_object_of_the_call_and_the_caller_does_not_see_how_the_gateway_knows() {
        // Given
        String login = newUser();
        String authorization = bearer(newToken(login));
        upstream.on("/platform/v1/flows", exchange -> {
            exchange.getResponseHeaders().set("X-Slipway-Object", "flow-17");
            LocalUpstream.answer(201, "application/json", "{\"id\":\"flow-17\"}")
                    .handle(exchange);
        });

        // When
        HttpResponse<String> flow = post("/platform/v1/flows", authorization, "{}");
        HttpResponse<String> token = post("/platform/v1/tokens", authorization, "{\"description\":\"mine\"}");

        // Then
        lines("principal=" + login, 2);
        assertThat(onlyLine("principal=" + login + "&object=flow-17")
                        .path("action")
                        .asText())
                .isEqualTo("flows.create");
        assertThat(onlyLine("principal=" + login + "&object="
                                + read(token).path("id").asText())
                        .path("action")
                        .asText())
                .isEqualTo("tokens.create");
        assertThat(flow.headers().firstValue("X-Slipway-Object")).isEmpty();
        assertThat(token.headers().firstValue("X-Slipway-Object")).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}: {3}")
    @CsvSource({
        "POST,   /platform/v1/flows,              409, rejected",
        "DELETE, /platform/v1/flows/7,            404, rejected",
        "POST,   /platform/v1/flows/7/builds,     500, failed",
        "POST,   /v1/apps/7/actions/start,        403, denied",
        "PUT,    /v2/acme/app/manifests/latest,   201, succeeded"
    })
    void the_result_is_what_the_service_said(String method, String path, int status, String outcome) {
        // Given
        String login = newUser();
        String authorization = bearer(newToken(login));
        upstream.on(path, LocalUpstream.answer(status, "application/json", "{}"));

        // When
        send(request(path)
                .header("Authorization", authorization)
                .method(method, HttpRequest.BodyPublishers.ofString("{}")));

        // Then
        JsonNode line = onlyLine("principal=" + login);
        assertThat(line.path("status").asInt()).isEqualTo(status);
        assertThat(line.path("outcome").asText()).isEqualTo(outcome);
    }

    @Test
    void a_change_whose_service_is_away_is_recorded_as_failed() {
        // Given
        String login = newUser();

        // When
        HttpResponse<String> answer = post("/platform/v1/webhook-endpoints", bearer(newToken(login)), "{}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        JsonNode line = onlyLine("principal=" + login);
        assertThat(line.path("status").asInt()).isEqualTo(503);
        assertThat(line.path("outcome").asText()).isEqualTo("failed");
    }

    @Test
    void a_change_whose_answer_breaks_off_is_recorded_as_broken() {
        // Given
        String login = newUser();
        String authorization = bearer(newToken(login));
        upstream.on("/platform/v1/flows", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            throw new java.io.IOException("the service dies in the middle of its answer");
        });

        // When
        client.sendAsync(
                        request("/platform/v1/flows")
                                .header("Authorization", authorization)
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .handle((answer, failure) -> failure)
                .orTimeout(LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                .join();

        // Then
        assertThat(onlyLine("principal=" + login).path("outcome").asText()).isEqualTo("broken");
    }

    @Test
    void who_may_not_is_recorded_whatever_was_asked_for() {
        // Given
        String login = newUser();
        String readOnly = "Bearer "
                + read(post(
                                "/platform/v1/tokens",
                                ADMIN,
                                "{\"description\":\"r\",\"user\":\"%s\",\"scopes\":[\"read\"]}".formatted(login)))
                        .path("token")
                        .asText();

        // When
        HttpResponse<String> refused = post("/v1/build-flows/7/builds", readOnly, "{}");
        HttpResponse<String> refusedRead = get("/platform/v1/users", readOnly);

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refusedRead.statusCode()).isEqualTo(403);
        List<JsonNode> lines = lines("principal=" + login, 2);
        assertThat(lines).extracting(line -> line.path("outcome").asText()).containsOnly("denied");
        assertThat(lines)
                .extracting(line -> line.path("action").asText())
                .containsExactlyInAnyOrder("builds.create", "users.read");
    }

    @Test
    void a_refused_credential_is_recorded_as_anonymous_with_the_address_and_without_the_credential() {
        // Given
        Instant before = Instant.now();

        // When
        send(request("/v2/acme/never-seen/blobs/uploads")
                .header("Authorization", "Bearer slp_never-issued")
                .POST(HttpRequest.BodyPublishers.noBody()));

        // Then
        JsonNode line = onlyLine("principal=anonymous&object=acme/never-seen&since=" + before.minusSeconds(1));
        assertThat(line.path("outcome").asText()).isEqualTo("denied");
        assertThat(line.path("status").asInt()).isEqualTo(401);
        assertThat(line.path("credential_id").isNull()).isTrue();
        assertThat(line.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(line.path("tenant").asText()).isEqualTo("acme");
        assertThat(line.toString()).doesNotContain("never-issued");
    }

    @Test
    void no_query_no_body_and_no_credential_is_in_the_record() {
        // Given
        String login = newUser();
        JsonNode token = newToken(login);

        // When
        post(
                "/v1/build-flows/7/builds?access_token=secret-one&name=secret-two",
                bearer(token),
                "{\"password\":\"secret-three\"}");

        // Then
        onlyLine("principal=" + login);
        String everything = pool.query("SELECT string_agg(audit_event::text, '') FROM audit_event")
                .execute()
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getString(0);
        assertThat(everything)
                .contains(login)
                .doesNotContain("secret-", "access_token", token.path("token").asText());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "action=tokens.create,          action=tokens.delete",
        "dialect=native,                dialect=drone",
        "outcome=succeeded,             outcome=denied",
        "since=2020-01-01T00:00:00Z,    since=2100-01-01T00:00:00Z",
        "until=2100-01-01T00:00:00Z,    until=2020-01-01T00:00:00+02:00",
        "tenant=t-LOGIN,                tenant=t-nobody"
    })
    void each_filter_keeps_what_fits_and_nothing_else(String fits, String fitsNot) {
        // Given
        String login = newUser();
        post("/platform/v1/tokens", bearer(newToken(login)), "{\"description\":\"mine\"}");

        // Then
        assertThat(onlyLine("principal=" + login + "&" + fits.replace("LOGIN", login))
                        .path("action")
                        .asText())
                .isEqualTo("tokens.create");
        assertThat(page("principal=" + login + "&" + fitsNot).path("items")).isEmpty();
    }

    @Test
    void the_record_is_paged_from_the_newest_line_on() {
        // Given
        String login = newUser();
        String authorization = bearer(newToken(login));
        for (int i = 1; i <= 5; i++) {
            post("/v1/build-flows/%d/builds".formatted(i), authorization, "{}");
        }
        lines("principal=" + login, 5);

        // When
        List<String> flows = new ArrayList<>();
        JsonNode page = page("limit=2&principal=" + login);
        page.path("items").forEach(line -> flows.add(line.at("/objects/0").asText()));
        while (!page.path("next").isNull()) {
            page = page("limit=2&principal=" + login + "&cursor="
                    + page.path("next").asText());
            page.path("items").forEach(line -> flows.add(line.at("/objects/0").asText()));
        }

        // Then
        assertThat(flows).containsExactly("5", "4", "3", "2", "1");
    }

    @Test
    void an_administrator_of_a_tenant_sees_its_lines_and_no_others() {
        // Given
        String member = newUser();
        String stranger = newUser();
        post("/v1/build-flows/7/builds", bearer(newToken(member)), "{}");
        post("/v1/build-flows/7/builds", bearer(newToken(stranger)), "{}");
        onlyLine("principal=" + member);
        onlyLine("principal=" + stranger);
        String login = "a" + member.substring(1);
        post(
                "/platform/v1/users",
                ADMIN,
                "{\"login\":\"%s\",\"tenants\":{\"t-%s\":\"admin\"}}".formatted(login, member));
        String tenantAdministrator = bearer(newToken(login));

        // When
        JsonNode all = read(get("/platform/v1/audit-events", tenantAdministrator));
        JsonNode others = read(get("/platform/v1/audit-events?tenant=t-" + stranger, tenantAdministrator));

        // Then
        assertThat(all.path("items"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.path("tenant").asText()).isEqualTo("t-" + member));
        assertThat(others.path("items")).isEmpty();
    }

    @Test
    void who_administers_nothing_sees_nothing() {
        // When
        HttpResponse<String> refused = get("/platform/v1/audit-events", bearer(newToken(newUser())));

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"since=yesterday", "until=1", "outcome=good", "dialect=klingon", "limit=0", "cursor=x", "cursor=MR8x"})
    void a_wrong_parameter_is_400_and_named(String parameter) {
        // When
        HttpResponse<String> refused = get("/platform/v1/audit-events?" + parameter, ADMIN);

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(read(refused).path("detail").asText()).contains(parameter.split("=", 2)[0]);
    }

    private JsonNode onlyLine(String query) {
        return lines(query, 1).get(0);
    }

    /** What the record says once it says so much; more than that fails. */
    private List<JsonNode> lines(String query, int count) {
        List<JsonNode> lines = new ArrayList<>();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            lines.clear();
            page(query).path("items").forEach(lines::add);
            assertThat(lines).hasSize(count);
        });
        return lines;
    }

    private JsonNode page(String query) {
        HttpResponse<String> answer = get("/platform/v1/audit-events?" + encoded(query), ADMIN);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return read(answer);
    }

    private static String encoded(String query) {
        return String.join(
                "&",
                List.of(query.split("&", -1)).stream()
                        .map(parameter -> parameter.split("=", 2))
                        .map(pair -> pair[0] + "=" + URLEncoder.encode(pair[1], StandardCharsets.UTF_8))
                        .toList());
    }

    private static String bearer(JsonNode token) {
        return "Bearer " + token.path("token").asText();
    }
}
