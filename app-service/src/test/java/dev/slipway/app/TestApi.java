package dev.slipway.app;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import dev.slipway.testkit.TestIdentity;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The service's native API as scripts use it. */
public final class TestApi {

    public static final String APPS = "/platform/v1/apps";
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Longer than any time limit of an action: it has ended by then, well or not. */
    private static final Duration UNTIL_ENDED = Duration.ofSeconds(150);

    private TestApi() {}

    public static String freshTenant() {
        return "t" + UUID.randomUUID().toString().substring(0, 8);
    }

    public static Map<String, Object> body(String owner, String name, String script) {
        return Map.of("owner", owner, "name", name, "command", List.of("/bin/sh", "-c", script));
    }

    /** Makes an app that runs a script. @return its id */
    public static String app(String owner, String name, String script) {
        return post(TestIdentity.member(owner), APPS, body(owner, name, script))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("id");
    }

    public static Response post(String authorization, String path, Object body) {
        return given().header("Authorization", authorization)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path);
    }

    public static Response get(String authorization, String path) {
        return given().header("Authorization", authorization).get(path);
    }

    public static Response delete(String authorization, String path) {
        return given().header("Authorization", authorization).delete(path);
    }

    /** Asks for an action. @return its id */
    public static String ask(String owner, String app, String name) {
        return post(TestIdentity.member(owner), APPS + "/" + app + "/actions", Map.of("name", name))
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getString("id");
    }

    /** Asks for an action and waits for its end. */
    public static JsonPath act(String owner, String app, String name) {
        return ended(owner, app, ask(owner, app, name));
    }

    public static JsonPath ended(String owner, String app, String action) {
        String path = APPS + "/" + app + "/actions/" + action;
        return await().atMost(UNTIL_ENDED)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> get(TestIdentity.reader(owner), path)
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath(),
                        read -> !read.getString("status").equals("RUNNING"));
    }

    public static JsonPath read(String owner, String app) {
        return get(TestIdentity.reader(owner), APPS + "/" + app)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public static String state(String owner, String app) {
        return read(owner, app).getString("state");
    }

    public static void awaitState(String owner, String app, String state) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> state(owner, app).equals(state));
    }

    public static String log(String owner, String app) {
        return get(TestIdentity.reader(owner), APPS + "/" + app + "/log")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
