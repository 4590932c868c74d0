package dev.slipway.app.dialect.daocloud;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.app.LeftApps;
import dev.slipway.app.QuickActions;
import dev.slipway.app.TestApi;
import dev.slipway.testkit.SlipwayInfra;
import dev.slipway.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes are the document's, byte for byte where clients look. */
@QuarkusTest
@TestProfile(QuickActions.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "app"))
class DaocloudAppsTest {

    private static final String APPS = "/v1/apps";
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00";

    private final String tenant = TestApi.freshTenant();

    @AfterAll
    static void stopWhatIsLeft() throws Exception {
        LeftApps.stop();
    }

    @Test
    void the_list_stands_under_app_with_the_documents_fields() {
        // Given
        String app = TestApi.app(tenant, "open-api", "true");
        // When
        Response answer = TestApi.get(TestIdentity.reader(tenant), APPS);
        // Then
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        Map<String, Object> item = answer.jsonPath().getMap("app[0]");
        assertThat(item)
                .containsOnlyKeys(
                        "package",
                        "state",
                        "created_at",
                        "last_operated_at",
                        "release_name",
                        "app_runtime",
                        "id",
                        "name",
                        "enable_auto_redeploy")
                .containsEntry("id", app)
                .containsEntry("name", "open-api")
                .containsEntry("state", "STOPPED");
        assertThat(item.get("created_at").toString()).matches(TIME);
        assertThat(item.get("last_operated_at").toString()).matches(TIME);
        assertThat(answer.jsonPath().getMap("app[0].app_runtime")).containsOnlyKeys("id", "name", "display_name");
        assertThat(answer.jsonPath().getMap("app[0].package")).containsOnlyKeys("id", "image");
    }

    @Test
    void one_app_comes_with_its_config() {
        // Given
        String app = TestApi.app(tenant, "open-api", "echo 'hi'");
        // When
        Response answer = TestApi.get(TestIdentity.reader(tenant), APPS + "/" + app);
        // Then
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        JsonPath json = answer.jsonPath();
        assertThat(json.getMap("$"))
                .containsOnlyKeys(
                        "last_operated_at",
                        "name",
                        "release_name",
                        "app_runtime",
                        "state",
                        "package",
                        "created_at",
                        "config",
                        "id",
                        "enable_auto_redeploy");
        assertThat(json.getMap("app_runtime")).containsOnlyKeys("name", "display_name");
        assertThat(json.getMap("config")).containsOnlyKeys("instances", "expose_ports", "expose_port", "command");
        assertThat(json.getString("config.command")).isEqualTo("/bin/sh -c 'echo '\\''hi'\\'''");
    }

    @Test
    void an_app_is_started_and_stopped_and_its_actions_are_polled() {
        // Given
        String app = TestApi.app(tenant, "open-api", "sleep 600");
        // When
        Response asked = act(app, "start");
        // Then
        asked.then().statusCode(200);
        assertThat(asked.header("Content-Type")).isEqualTo("application/json");
        assertThat(asked.jsonPath().getMap("$")).containsOnlyKeys("action_id");
        String action = asked.jsonPath().getString("action_id");
        JsonPath first = action(app, action);
        assertThat(first.getMap("$"))
                .containsOnlyKeys(
                        "end_date",
                        "action_name",
                        "state",
                        "app_id",
                        "start_date",
                        "error_info",
                        "id",
                        "time_cost_seconds");
        assertThat(first.getString("state")).isIn("IN_PROCESS", "SUCCESS");
        TestApi.ended(tenant, app, action);
        JsonPath ended = action(app, action);
        assertThat(ended.getString("state")).isEqualTo("SUCCESS");
        assertThat(ended.getString("action_name")).isEqualTo("start_app");
        assertThat(ended.getString("app_id")).isEqualTo(app);
        assertThat(ended.getString("start_date")).matches(TIME);
        assertThat(ended.getString("end_date")).matches(TIME);
        assertThat(ended.getString("error_info.message")).isNull();
        assertThat(ended.getInt("time_cost_seconds")).isBetween(0, 10);
        TestApi.get(TestIdentity.reader(tenant), APPS + "/" + app).then().body("state", equalTo("RUNNING"));

        // When
        String restart = act(app, "restart").jsonPath().getString("action_id");
        TestApi.ended(tenant, app, restart);
        String stop = act(app, "stop").jsonPath().getString("action_id");
        TestApi.ended(tenant, app, stop);
        // Then
        assertThat(action(app, restart).getString("action_name")).isEqualTo("restart_app");
        assertThat(action(app, stop).getString("action_name")).isEqualTo("stop_app");
        TestApi.get(TestIdentity.reader(tenant), APPS + "/" + app).then().body("state", equalTo("STOPPED"));
    }

    @Test
    void a_failed_action_says_why() {
        // Given
        String app = TestApi.app(tenant, "open-api", "exit 3");
        String start = act(app, "start").jsonPath().getString("action_id");
        // When
        TestApi.ended(tenant, app, start);
        // Then
        JsonPath failed = action(app, start);
        assertThat(failed.getString("state")).isEqualTo("FAILED");
        assertThat(failed.getString("error_info.message")).isEqualTo("the process ended with exit code 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-www-form-urlencoded", "text/plain"})
    void an_action_takes_any_body_of_any_type(String type) {
        // Given
        String app = TestApi.app(tenant, "open-api", "true");
        // When Then
        given().header("Authorization", TestIdentity.member(tenant))
                .contentType(ContentType.fromContentType(type))
                .body("{\"x\":")
                .post(APPS + "/" + app + "/actions/stop")
                .then()
                .statusCode(200);
    }

    @Test
    void failures_come_in_the_dialects_envelope() {
        // Given
        String foreign = TestApi.app("o" + tenant, "open-api", "true");
        String own = TestApi.app(tenant, "own", "true");
        String member = TestIdentity.member(tenant);
        // When Then
        for (String path : List.of(
                APPS + "/" + foreign,
                APPS + "/" + UUID.randomUUID(),
                APPS + "/7",
                APPS + "/" + own + "/actions/" + UUID.randomUUID(),
                APPS + "/" + own + "/actions/explode")) {
            Response answer = TestApi.get(member, path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.jsonPath().getString("error_id")).isEqualTo("not_found");
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        }
        TestApi.post(member, APPS + "/" + foreign + "/actions/start", "")
                .then()
                .statusCode(404)
                .body("error_id", equalTo("not_found"));
        TestApi.post(TestIdentity.reader(tenant), APPS + "/" + own + "/actions/start", "")
                .then()
                .statusCode(403)
                .body("error_id", equalTo("forbidden"));
        given().get(APPS).then().statusCode(401).body("error_id", equalTo("bad_credentials"));
    }

    private Response act(String app, String name) {
        return given().header("Authorization", TestIdentity.member(tenant)).post(APPS + "/" + app + "/actions/" + name);
    }

    private JsonPath action(String app, String action) {
        return TestApi.get(TestIdentity.reader(tenant), APPS + "/" + app + "/actions/" + action)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
