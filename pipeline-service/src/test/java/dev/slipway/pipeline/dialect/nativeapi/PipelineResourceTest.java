package dev.slipway.pipeline.dialect.nativeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.pipeline.Api;
import dev.slipway.pipeline.PipelineTest;
import dev.slipway.testkit.TestIdentity;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@PipelineTest
class PipelineResourceTest {

    private static final String FLOW = "0190a1b2-0000-7000-8000-000000000001";
    private static final String SHA = "5785e42c7d6bfa754fc4765756e773ead6674aa1";

    @Test
    void aPipelineIsMadeAndShownAsItWasAskedFor() {
        // Given
        String name = "release " + UUID.randomUUID();
        String body = """
                {"name": "%s", "owner": "acme", "stages": [
                  {"name": "test", "steps": [{"flow_id": "%s", "branch": "main"}, {"flow_id": "%s", "tag": "v1.0"}]},
                  {"name": "ship", "steps": [{"flow_id": "%s", "sha": "%s"}]}]}
                """.formatted(name, FLOW, FLOW, FLOW, SHA);

        // When
        Response created = Api.administrator().body(body).post(Api.PIPELINES);

        // Then
        String id = created.then()
                .statusCode(201)
                .body("name", equalTo(name))
                .extract()
                .path("id");
        Api.reader()
                .get(Api.PIPELINES + "/" + id)
                .then()
                .statusCode(200)
                .body("owner", equalTo("acme"))
                .body("created_by", equalTo("ada"))
                .body("created_at", matchesPattern("\\d{4}-.*Z"))
                .body("stages.name", equalTo(List.of("test", "ship")))
                .body("stages[0].steps[0]", equalTo(Map.of("flow_id", FLOW, "branch", "main")))
                .body("stages[0].steps[1]", equalTo(Map.of("flow_id", FLOW, "tag", "v1.0")))
                .body("stages[1].steps[0]", equalTo(Map.of("flow_id", FLOW, "sha", SHA)));
    }

    static Stream<Arguments> malformedBodies() {
        return Stream.of(
                Arguments.of("", "is"),
                Arguments.of("{", "body"),
                Arguments.of("[]", ""),
                Arguments.of("{}", "owner: is required"),
                Arguments.of("{\"owner\": \"acme\"}", "name: is required"),
                Arguments.of("{\"owner\": \"acme\", \"name\": \"a\"}", "stages: is required"),
                Arguments.of("{\"owner\": \"acme\", \"name\": \"a\", \"stages\": []}", "stages: "),
                Arguments.of("{\"owner\": \"acme\", \"name\": \" \", \"stages\": [STAGE]}", "name: "),
                Arguments.of("{\"owner\": \"Acme\", \"name\": \"a\", \"stages\": [STAGE]}", "owner: "),
                Arguments.of("{\"owner\": \"a/b\", \"name\": \"a\", \"stages\": [STAGE]}", "owner: "),
                Arguments.of("{\"owner\": \"acme\", \"name\": \"a\", \"stages\": [null]}", "stages[0]: is required"),
                Arguments.of(
                        "{\"owner\": \"acme\", \"name\": \"a\", \"stages\": [STAGE], \"x\": 1}", "x: unknown field"),
                Arguments.of(withSteps("[]"), "stages[0].steps: at least one"),
                Arguments.of(withSteps("[{\"branch\": \"main\"}]"), "stages[0].steps[0].flow_id: is required"),
                Arguments.of(withSteps("[{\"flow_id\": \"FLOW\"}]"), "stages[0].steps[0]: one of branch, tag and sha"),
                Arguments.of(
                        withSteps("[{\"flow_id\": \"FLOW\", \"branch\": \"a\", \"tag\": \"b\"}]"),
                        "stages[0].steps[0]: one of branch, tag and sha"),
                Arguments.of(withSteps("[{\"flow_id\": \"FLOW\", \"sha\": \"abc\"}]"), "sha: must be a full commit id"),
                Arguments.of(withSteps("[{\"flow_id\": \"FLOW\", \"branch\": \"\"}]"), "branch: 1 to"),
                Arguments.of(withSteps("[{\"flow_id\": \"me\", \"branch\": \"a\"}]"), "flow_id"));
    }

    @ParameterizedTest
    @MethodSource("malformedBodies")
    void aMalformedBodyIsRefusedWithWhatToMend(String body, String told) {
        // Given
        String step = "{\"flow_id\": \"" + FLOW + "\", \"branch\": \"main\"}";
        String complete = body.replace("STAGE", "{\"name\": \"a\", \"steps\": [" + step + "]}")
                .replace("FLOW", FLOW);

        // When
        Response answer = Api.administrator().body(complete).post(Api.PIPELINES);

        // Then
        answer.then().statusCode(400).contentType("application/problem+json").body("detail", containsString(told));
    }

    static Stream<Arguments> textsThatCannotBeKept() {
        return Stream.of("\\u0000", "\\u001b", "\\u0085", "\\ud800")
                .flatMap(text -> Stream.of(
                        Arguments.of("{\"owner\": \"acme\", \"name\": \"a" + text + "\", \"stages\": [STAGE]}", "name"),
                        Arguments.of(
                                "{\"owner\": \"acme" + text + "\", \"name\": \"a\", \"stages\": [STAGE]}", "owner"),
                        Arguments.of(
                                "{\"owner\": \"acme\", \"name\": \"a\", \"stages\": [{\"name\": \"a" + text
                                        + "\", \"steps\": [STEP]}]}",
                                "stages[0].name"),
                        Arguments.of(
                                withSteps("[{\"flow_id\": \"FLOW\", \"branch\": \"a" + text + "\"}]"),
                                "stages[0].steps[0].branch"),
                        Arguments.of(
                                withSteps("[{\"flow_id\": \"FLOW\", \"tag\": \"a" + text + "\"}]"),
                                "stages[0].steps[0].tag"),
                        Arguments.of(
                                withSteps("[{\"flow_id\": \"FLOW\", \"sha\": \"a" + text + "\"}]"),
                                "stages[0].steps[0].sha")));
    }

    /** PostgreSQL keeps no NUL, neither as text nor in JSON; a log or a terminal is confused by the others; half a character is no UTF-8. */
    @ParameterizedTest
    @MethodSource("textsThatCannotBeKept")
    void textThatCannotBeKeptIsRefusedWhereItComesIn(String body, String field) {
        // Given
        String step = "{\"flow_id\": \"" + FLOW + "\", \"branch\": \"main\"}";
        String complete = body.replace("STAGE", "{\"name\": \"a\", \"steps\": [STEP]}")
                .replace("STEP", step)
                .replace("FLOW", FLOW);

        // When
        Response answer = Api.administrator().body(complete).post(Api.PIPELINES);

        // Then
        answer.then().statusCode(400).contentType("application/problem+json").body("detail", startsWith(field + ": "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?cursor=%00", "?cursor=AA", "/%00", "/%00/runs"})
    void anAddressThatCannotBeIsAnsweredAsSuch(String address) {
        // When
        Response answer = Api.reader().urlEncodingEnabled(false).get(Api.PIPELINES + address);

        // Then
        answer.then().statusCode(address.startsWith("?") ? 400 : 404).contentType("application/problem+json");
    }

    @Test
    void anOwnerHasOnePipelineOfAName() {
        // Given
        Map<String, Object> body = Api.pipelineBody(1);
        Api.administrator().body(body).post(Api.PIPELINES).then().statusCode(201);

        // When
        Response again = Api.administrator().body(body).post(Api.PIPELINES);

        // Then
        again.then().statusCode(409);
    }

    @Test
    void aDeletedPipelineLeavesItsNameFree() {
        // Given
        Map<String, Object> body = Api.pipelineBody(1);
        String id = Api.administrator().body(body).post(Api.PIPELINES).path("id");

        // When
        Api.administrator().delete(Api.PIPELINES + "/" + id).then().statusCode(204);

        // Then
        Api.administrator().get(Api.PIPELINES + "/" + id).then().statusCode(404);
        Api.administrator().delete(Api.PIPELINES + "/" + id).then().statusCode(404);
        Api.member().post(Api.PIPELINES + "/" + id + "/runs").then().statusCode(404);
        Api.administrator().body(body).post(Api.PIPELINES).then().statusCode(201);
    }

    @Test
    void onlyAnAdministratorOfTheOwnerMakesAndDeletes() {
        // Given
        String id = Api.pipeline(1);
        Map<String, Object> body = Api.pipelineBody(1);

        // When
        Response byMember = Api.member().body(body).post(Api.PIPELINES);
        Response byStranger = Api.stranger().body(body).post(Api.PIPELINES);
        Response deletedByMember = Api.member().delete(Api.PIPELINES + "/" + id);

        // Then
        byMember.then().statusCode(403);
        byStranger.then().statusCode(404).body("detail", equalTo("there is no such owner"));
        deletedByMember.then().statusCode(403);
        Api.as(TestIdentity.admin()).body(body).post(Api.PIPELINES).then().statusCode(201);
    }

    @Test
    void onlyAMemberRunsAndCancels() {
        // Given
        String id = Api.pipeline(1);
        UUID run = Api.run(id);

        // When
        Response started = Api.reader().post(Api.PIPELINES + "/" + id + "/runs");
        Response canceled = Api.reader().post(Api.RUNS + "/" + run + "/cancel");

        // Then
        started.then().statusCode(403);
        canceled.then().statusCode(403);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/platform/v1/pipelines/PIPELINE",
        "DELETE,/platform/v1/pipelines/PIPELINE",
        "POST,/platform/v1/pipelines/PIPELINE/runs",
        "GET,/platform/v1/pipelines/PIPELINE/runs",
        "GET,/platform/v1/pipeline-runs/RUN",
        "POST,/platform/v1/pipeline-runs/RUN/cancel"
    })
    void whatIsForeignAnswersAsWhatIsUnknown(String method, String path) {
        // Given
        String pipeline = Api.pipeline(1);
        String run = Api.run(pipeline).toString();
        String nothing = UUID.randomUUID().toString();

        // When
        Response foreign = Api.stranger()
                .request(method, path.replace("PIPELINE", pipeline).replace("RUN", run));
        Response unknown =
                Api.stranger().request(method, path.replace("PIPELINE", nothing).replace("RUN", nothing));
        Response noId =
                Api.stranger().request(method, path.replace("PIPELINE", "mine").replace("RUN", "mine"));

        // Then
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.<String>path("detail")).isEqualTo(unknown.path("detail"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(noId.statusCode()).isEqualTo(404);
    }

    @Test
    void pipelinesAreListedNewestFirstInPages() {
        // Given
        String older = Api.pipeline(1);
        String newer = Api.pipeline(1);

        // When
        JsonPath first = Api.reader()
                .get(Api.PIPELINES + "?limit=1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        JsonPath second = Api.reader()
                .get(Api.PIPELINES + "?limit=1&cursor=" + first.getString("next"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        // Then
        assertThat(first.getList("items.id")).containsExactly(newer);
        assertThat(second.getList("items.id")).containsExactly(older);
        Api.stranger().get(Api.PIPELINES + "?limit=200").then().statusCode(200).body("items.id", not(hasItem(newer)));
        Api.as(TestIdentity.admin())
                .get(Api.PIPELINES + "?limit=200")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(newer));
    }

    @Test
    void aMalformedPageIsRefused() {
        // When
        Response cursor = Api.reader().get(Api.PIPELINES + "?cursor=here");
        Response limit = Api.reader().get(Api.PIPELINES + "?limit=0");
        Response word = Api.reader().get(Api.PIPELINES + "?limit=x");

        // Then
        cursor.then().statusCode(400).body("detail", containsString("cursor"));
        limit.then().statusCode(400).body("detail", containsString("limit"));
        word.then().statusCode(400).body("detail", containsString("limit"));
    }

    @Test
    void runsAreNumberedAndListedNewestFirst() {
        // Given
        String pipeline = Api.pipeline(1);
        UUID first = Api.run(pipeline);
        UUID second = Api.run(pipeline);

        // When
        Response page = Api.reader().get(Api.PIPELINES + "/" + pipeline + "/runs");

        // Then
        page.then()
                .statusCode(200)
                .body("items.id", equalTo(List.of(second.toString(), first.toString())))
                .body("items.number", equalTo(List.of(2, 1)))
                .body("next", nullValue());
        String next = Api.reader()
                .get(Api.PIPELINES + "/" + pipeline + "/runs?limit=1")
                .path("next");
        Api.reader()
                .get(Api.PIPELINES + "/" + pipeline + "/runs?limit=1&cursor=" + next)
                .then()
                .body("items.id", equalTo(List.of(first.toString())));
    }

    @Test
    void aRunIsShownWithItsStagesAndSteps() {
        // Given
        String pipeline = Api.pipeline(2, 1);

        // When
        Response started = Api.member().post(Api.PIPELINES + "/" + pipeline + "/runs");

        // Then
        started.then()
                .statusCode(201)
                .body("status", equalTo("QUEUED"))
                .body("pipeline_id", equalTo(pipeline))
                .body("owner", equalTo("acme"))
                .body("number", equalTo(1))
                .body("requested_by", equalTo("mia"))
                .body("deadline_at", notNullValue())
                .body("stages[0].steps.size()", equalTo(2))
                .body("stages[0].steps[0].build_id", nullValue())
                .body("stages[1].status", equalTo("QUEUED"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}|201", "''|201", "{\"parameters\": {}}|400", "{|400", "[]|400"})
    void aRunIsAskedForWithoutAnything(String body, int status) {
        // Given
        String pipeline = Api.pipeline(1);

        // When
        Response started = Api.member().body(body).post(Api.PIPELINES + "/" + pipeline + "/runs");

        // Then
        started.then().statusCode(status);
    }

    @Test
    void aRunIsAskedForWithoutABodyOrItsType() throws Exception {
        // Given
        URI runs = URI.create(
                RestAssured.baseURI + ":" + RestAssured.port + Api.PIPELINES + "/" + Api.pipeline(1) + "/runs");

        // When
        HttpResponse<String> started = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(runs)
                                .header("Authorization", TestIdentity.member("acme"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        // Then
        assertThat(started.statusCode()).isEqualTo(201);
    }

    @Test
    void theSameIdempotencyKeyStartsOneRun() {
        // Given
        String pipeline = Api.pipeline(1);
        String key = UUID.randomUUID().toString();

        // When
        String first = Api.member()
                .header("Idempotency-Key", key)
                .post(Api.PIPELINES + "/" + pipeline + "/runs")
                .path("id");
        String again = Api.member()
                .header("Idempotency-Key", key)
                .post(Api.PIPELINES + "/" + pipeline + "/runs")
                .path("id");

        // Then
        assertThat(again).isEqualTo(first);
        Api.reader().get(Api.PIPELINES + "/" + pipeline + "/runs").then().body("items.size()", equalTo(1));
    }

    @Test
    void theSameIdempotencyKeyMakesOnePipeline() {
        // Given
        Map<String, Object> body = Api.pipelineBody(1);
        String key = UUID.randomUUID().toString();
        String first = Api.administrator()
                .header("Idempotency-Key", key)
                .body(body)
                .post(Api.PIPELINES)
                .path("id");

        // When
        Response again =
                Api.administrator().header("Idempotency-Key", key).body(body).post(Api.PIPELINES);
        Response other = Api.administrator()
                .header("Idempotency-Key", key)
                .body(Api.pipelineBody(2))
                .post(Api.PIPELINES);

        // Then
        again.then().statusCode(201).body("id", equalTo(first));
        other.then().statusCode(422);
    }

    private static String withSteps(String steps) {
        return "{\"owner\": \"acme\", \"name\": \"a\", \"stages\": [{\"name\": \"a\", \"steps\": " + steps + "}]}";
    }
}
