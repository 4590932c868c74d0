package dev.slipway.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.dialects.Dialect;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.identity.Scope;
import dev.slipway.kit.identity.TenantRole;
import dev.slipway.testkit.SlipwayInfra;
import dev.slipway.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(QuickActions.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "app"))
class AppApiTest {

    @Inject
    Database database;

    private final String tenant = TestApi.freshTenant();

    @Test
    void an_app_is_made_stopped_and_shows_no_value_of_its_environment() {
        // Given
        Map<String, Object> body = new HashMap<>(TestApi.body(tenant, "web", "sleep 60"));
        body.put("environment", Map.of("TOKEN", "very-secret"));
        // When
        JsonPath made = TestApi.post(TestIdentity.member(tenant), TestApi.APPS, body)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        // Then
        assertThat(made.getString("state")).isEqualTo("STOPPED");
        assertThat(made.getString("owner")).isEqualTo(tenant);
        assertThat(made.getList("command")).isEqualTo(List.of("/bin/sh", "-c", "sleep 60"));
        String later = TestApi.get(TestIdentity.reader(tenant), TestApi.APPS + "/" + made.getString("id"))
                .then()
                .statusCode(200)
                .body("reason", nullValue())
                .extract()
                .asString();
        assertThat(later).doesNotContain("very-secret");
    }

    @Test
    void the_environment_is_encrypted_at_rest() {
        // Given
        Map<String, Object> body = new HashMap<>(TestApi.body(tenant, "web", "sleep 60"));
        body.put("environment", Map.of("TOKEN", "very-secret"));
        String id = TestApi.post(TestIdentity.member(tenant), TestApi.APPS, body)
                .jsonPath()
                .getString("id");
        // When
        String stored = storedEnvironment(id);
        // Then
        assertThat(stored).startsWith("k1:").doesNotContain("TOKEN").doesNotContain("very-secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | owner: is required",
                "{'owner': 'TENANT'} | name: is required",
                "{'owner': 'TENANT', 'name': 'a'} | command: is required",
                "{'owner': 'TENANT', 'name': 'a', 'command': []} | command",
                "{'owner': 'TENANT', 'name': 'a', 'command': ['']} | command",
                "{'owner': 'TENANT', 'name': 'a', 'command': ['A=b']} | command",
                "{'owner': 'TENANT', 'name': 'a', 'command': [null]} | command",
                "{'owner': 'TENANT', 'name': 'a', 'command': ['x\\u0000']} | command",
                "{'owner': 'TENANT', 'name': 'a', 'command': 'sleep 60'} | command",
                "{'owner': 'TENANT', 'name': 'a b', 'command': ['x']} | name",
                "{'owner': 'TENANT', 'name': '', 'command': ['x']} | name",
                "{'owner': 'not a slug', 'name': 'a', 'command': ['x']} | owner",
                "{'owner': 'Acme', 'name': 'a', 'command': ['x']} | owner",
                "{'owner': 'TENANT', 'name': 'a', 'command': ['x'], 'environment': {'1A': 'b'}} | environment",
                "{'owner': 'TENANT', 'name': 'a', 'command': ['x'], 'environment': {'A': null}} | environment",
                "{'owner': 'TENANT', 'name': 'a', 'command': ['x'], 'environment': []} | environment",
                "{'owner': 'TENANT', 'name': 'a', 'command': ['x'], 'colour': 1} | colour",
                "not json | JSON",
                "[] | body",
                "null | required",
            })
    void a_wrong_body_is_refused_with_what_to_mend(String body, String hint) {
        // When Then
        given().header("Authorization", TestIdentity.member(tenant))
                .contentType(ContentType.JSON)
                .body(body.replace("TENANT", tenant).replace('\'', '"'))
                .post(TestApi.APPS)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(hint));
    }

    @Test
    void too_large_a_command_and_environment_are_refused() {
        // Given
        String large = "x".repeat(70_000);
        // When Then
        TestApi.post(TestIdentity.member(tenant), TestApi.APPS, TestApi.body(tenant, "a", large))
                .then()
                .statusCode(400)
                .body("detail", containsString("command"));
        Map<String, Object> body = new HashMap<>(TestApi.body(tenant, "a", "true"));
        body.put("environment", Map.of("A", large));
        TestApi.post(TestIdentity.member(tenant), TestApi.APPS, body)
                .then()
                .statusCode(400)
                .body("detail", containsString("environment"));
    }

    @Test
    void a_name_is_taken_once_per_owner() {
        // Given
        TestApi.app(tenant, "web", "true");
        // When Then
        TestApi.post(TestIdentity.member(tenant), TestApi.APPS, TestApi.body(tenant, "web", "true"))
                .then()
                .statusCode(409)
                .body("detail", containsString("web"));
        TestApi.app(TestApi.freshTenant(), "web", "true");
    }

    @Test
    void the_same_idempotency_key_makes_one_app() {
        // Given
        String key = UUID.randomUUID().toString();
        Map<String, Object> body = TestApi.body(tenant, "web", "true");
        // When
        String first = postWithKey(key, body)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("id");
        String second = postWithKey(key, body)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("id");
        // Then
        assertThat(second).isEqualTo(first);
        postWithKey(key, TestApi.body(tenant, "other", "true")).then().statusCode(422);
    }

    @Test
    void without_an_identity_nothing_is_answered() {
        // Given
        String app = TestApi.app(tenant, "web", "true");
        // When Then
        given().get(TestApi.APPS).then().statusCode(401);
        given().get(TestApi.APPS + "/" + app).then().statusCode(401);
        given().contentType(ContentType.JSON)
                .body(Map.of("name", "start"))
                .post(TestApi.APPS + "/" + app + "/actions")
                .then()
                .statusCode(401);
        TestApi.get(TestIdentity.anonymous(), TestApi.APPS + "/" + app).then().statusCode(401);
    }

    @Test
    void a_reader_sees_but_does_not_make_operate_or_delete() {
        // Given
        String app = TestApi.app(tenant, "web", "true");
        String reader = TestIdentity.reader(tenant);
        String path = TestApi.APPS + "/" + app;
        // When Then
        TestApi.get(reader, path).then().statusCode(200);
        TestApi.post(reader, TestApi.APPS, TestApi.body(tenant, "b", "true"))
                .then()
                .statusCode(403);
        TestApi.post(reader, path + "/actions", Map.of("name", "start")).then().statusCode(403);
        TestApi.delete(reader, path).then().statusCode(403);
    }

    @Test
    void a_token_without_the_scope_to_deploy_does_not_operate() {
        // Given
        String app = TestApi.app(tenant, "web", "true");
        String token = TestIdentity.token(new Principal(
                "ada",
                false,
                "credential",
                Dialect.NATIVE,
                Set.of(Scope.READ, Scope.BUILD),
                Map.of(tenant, TenantRole.ADMIN),
                false,
                null));
        // When Then
        TestApi.post(token, TestApi.APPS + "/" + app + "/actions", Map.of("name", "start"))
                .then()
                .statusCode(403);
    }

    @Test
    void an_owner_that_the_caller_has_no_part_in_does_not_exist() {
        // When Then
        TestApi.post(TestIdentity.member(tenant), TestApi.APPS, TestApi.body("somebody-else", "a", "true"))
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"foreign", "unknown", "not-a-uuid"})
    void unknown_and_foreign_apps_are_answered_alike(String whose) {
        // Given
        String other = "o" + tenant;
        String foreign = TestApi.app(other, "web", "true");
        String id = Map.of("foreign", foreign, "unknown", UUID.randomUUID().toString(), "not-a-uuid", "7")
                .get(whose);
        String member = TestIdentity.member(tenant);
        String path = TestApi.APPS + "/" + id;
        // When Then
        TestApi.get(member, path).then().statusCode(404);
        TestApi.get(member, path + "/log").then().statusCode(404);
        TestApi.delete(member, path).then().statusCode(404);
        TestApi.post(member, path + "/actions", Map.of("name", "start")).then().statusCode(404);
        TestApi.get(member, path + "/actions/" + UUID.randomUUID()).then().statusCode(404);
        assertThat(TestApi.state(other, foreign)).isEqualTo("STOPPED");
    }

    @Test
    void an_action_is_found_under_its_own_app_only() {
        // Given
        String app = TestApi.app(tenant, "web", "true");
        String another = TestApi.app(tenant, "other", "true");
        String action = TestApi.act(tenant, app, "stop").getString("id");
        // When Then
        TestApi.get(TestIdentity.member(tenant), TestApi.APPS + "/" + another + "/actions/" + action)
                .then()
                .statusCode(404)
                .body("detail", equalTo("there is no such action"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\": \"explode\"}", "{\"name\": null}", "{\"name\": \"START\"}", "null"})
    void a_wrong_action_is_refused(String body) {
        // Given
        String app = TestApi.app(tenant, "web", "true");
        // When Then
        TestApi.post(TestIdentity.member(tenant), TestApi.APPS + "/" + app + "/actions", body)
                .then()
                .statusCode(400)
                .body("detail", containsString("name"));
    }

    @Test
    void apps_are_listed_in_pages_newest_first_and_nobody_elses() {
        // Given
        TestApi.app("o" + tenant, "web", "true");
        List<String> made = List.of(
                TestApi.app(tenant, "a", "true"), TestApi.app(tenant, "b", "true"), TestApi.app(tenant, "c", "true"));
        String reader = TestIdentity.reader(tenant);
        // When
        JsonPath first = TestApi.get(reader, TestApi.APPS + "?limit=2").jsonPath();
        JsonPath second = TestApi.get(reader, TestApi.APPS + "?limit=2&cursor=" + first.getString("next"))
                .jsonPath();
        // Then
        assertThat(first.getList("items.id")).isEqualTo(List.of(made.get(2), made.get(1)));
        assertThat(second.getList("items.id")).isEqualTo(List.of(made.get(0)));
        assertThat(second.getString("next")).isNull();
        TestApi.get(reader, TestApi.APPS + "?limit=0").then().statusCode(400);
        TestApi.get(reader, TestApi.APPS + "?limit=x").then().statusCode(400);
        TestApi.get(reader, TestApi.APPS + "?cursor=x").then().statusCode(400);
    }

    @Test
    void an_administrator_sees_every_app() {
        // Given
        String app = TestApi.app(tenant, "web", "true");
        // When
        JsonPath all =
                TestApi.get(TestIdentity.admin(), TestApi.APPS + "?limit=1").jsonPath();
        // Then
        assertThat(all.getList("items.id")).isEqualTo(List.of(app));
    }

    @Test
    void a_stopped_app_is_deleted_and_its_name_free_again() {
        // Given
        String app = TestApi.app(tenant, "web", "true");
        // When
        TestApi.delete(TestIdentity.member(tenant), TestApi.APPS + "/" + app)
                .then()
                .statusCode(204);
        // Then
        TestApi.get(TestIdentity.member(tenant), TestApi.APPS + "/" + app)
                .then()
                .statusCode(404);
        TestApi.delete(TestIdentity.member(tenant), TestApi.APPS + "/" + app)
                .then()
                .statusCode(404);
        TestApi.app(tenant, "web", "true");
    }

    @Test
    void the_log_of_an_app_that_never_ran_is_empty_and_wrong_lines_are_refused() {
        // Given
        String app = TestApi.app(tenant, "web", "true");
        // When Then
        assertThat(TestApi.log(tenant, app)).isEmpty();
        for (String wrong : List.of("0", "-1", "x", "99999999999")) {
            TestApi.get(TestIdentity.reader(tenant), TestApi.APPS + "/" + app + "/log?lines=" + wrong)
                    .then()
                    .statusCode(400);
        }
    }

    @Test
    void the_environment_of_a_deleted_app_is_gone() {
        // Given
        Map<String, Object> body = new HashMap<>(TestApi.body(tenant, "web", "true"));
        body.put("environment", Map.of("TOKEN", "very-secret"));
        String app = TestApi.post(TestIdentity.member(tenant), TestApi.APPS, body)
                .jsonPath()
                .getString("id");
        // When
        TestApi.delete(TestIdentity.member(tenant), TestApi.APPS + "/" + app)
                .then()
                .statusCode(204);
        // Then
        assertThat(storedEnvironment(app)).isEmpty();
    }

    private String storedEnvironment(String app) {
        return database.query(client -> client.preparedQuery("SELECT environment FROM app WHERE id = $1")
                        .execute(Tuple.of(UUID.fromString(app))))
                .await()
                .atMost(Duration.ofSeconds(60))
                .iterator()
                .next()
                .getString(0);
    }

    private Response postWithKey(String key, Map<String, Object> body) {
        return given().header("Authorization", TestIdentity.member(tenant))
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(body)
                .post(TestApi.APPS);
    }
}
