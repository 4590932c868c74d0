package dev.slipway.build.runner;

import static org.awaitility.Awaitility.await;

import dev.slipway.build.Api;
import dev.slipway.build.SourceFolders;
import dev.slipway.testkit.GitFixture;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A flow over a real repository, and its builds, as somebody sees them who has nothing but the API. */
final class BuildOnDisk {

    private static final Set<String> FINAL =
            Set.of("SUCCEEDED", "FAILED", "ERRORED", "CANCELED", "TIMED_OUT", "SKIPPED", "IGNORED");

    private final String flowId;
    private final GitFixture.Repository repository;

    private BuildOnDisk(String flowId, GitFixture.Repository repository) {
        this.flowId = flowId;
        this.repository = repository;
    }

    static BuildOnDisk of(String definition) {
        return of(Map.of(".drone.yml", definition), Map.of());
    }

    static BuildOnDisk of(Map<String, String> files, Map<String, Object> flow) {
        String name = Api.freshRepository("acme");
        GitFixture.Repository repository = SourceFolders.repositories().create(name);
        repository.commit("main", files, "The first");
        Map<String, Object> body = new HashMap<>(flow);
        body.put("source_url", repository.fileUrl());
        return new BuildOnDisk(Api.flow(name, body), repository);
    }

    String flowId() {
        return flowId;
    }

    GitFixture.Repository repository() {
        return repository;
    }

    String post() {
        return post(Map.of("branch", "main"));
    }

    String post(Map<String, Object> body) {
        return Api.build(flowId, body);
    }

    /** The build of {@code main}, once it is over. */
    JsonPath finished() {
        return finished(post());
    }

    static JsonPath finished(String buildId) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get(buildId), build -> FINAL.contains(build.getString("status")));
    }

    static JsonPath get(String buildId) {
        return Api.admin().get("/platform/v1/builds/" + buildId).jsonPath();
    }

    /** What all steps printed, line by line, without the notice of the executor. */
    static List<String> log(String buildId) {
        return rawLog(buildId)
                .lines()
                .map(line -> new JsonObject(line).getString("text"))
                .filter(text -> !text.startsWith("[slipway] The step"))
                .toList();
    }

    static String rawLog(String buildId) {
        return Api.admin()
                .accept("application/x-ndjson")
                .get("/platform/v1/builds/" + buildId + "/log")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
