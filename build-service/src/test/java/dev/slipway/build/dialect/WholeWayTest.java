package dev.slipway.build.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.build.Api;
import dev.slipway.build.Broker;
import dev.slipway.build.SourceFolders;
import dev.slipway.events.BuildRequested;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.BuildStatusChanged;
import dev.slipway.events.BuildStatusChanged.Change;
import dev.slipway.events.GitRef;
import dev.slipway.events.Message;
import dev.slipway.events.Origin;
import dev.slipway.events.Requester;
import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.inbox.Received;
import dev.slipway.testkit.GitFixture;
import dev.slipway.testkit.SlipwayInfra;
import dev.slipway.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A build posted by a DaoCloud client, run by the real runner, as everybody sees it: natively, in each dialect, on Kafka and live. */
@QuarkusTest
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "build"))
@QuarkusTestResource(SourceFolders.class)
class WholeWayTest {

    private static final String DEFINITION = """
            pipeline:
              compile:
                image: alpine
                commands:
                  - echo compiling
              test:
                image: alpine
                commands:
                  - echo testing
            """;

    @Test
    void oneBuildIsTheSameInEveryView() {
        // Given
        Source source = source();

        // When
        Response posted = Api.as(TestIdentity.member("acme"))
                .contentType("application/json")
                .body("{\"branch\": \"main\"}")
                .post("/v1/build-flows/" + source.flowId() + "/builds");

        // Then
        posted.then().statusCode(200);
        int serial = posted.path("id");
        String buildId = Api.admin().get(Api.builds(source.flowId())).path("items[0].id");
        JsonPath build = finished(buildId);
        assertThat(build.getString("status")).as(build.prettify()).isEqualTo("SUCCEEDED");
        assertThat(build.getInt("serial")).isEqualTo(serial);
        assertThat(build.getList("stages.name")).containsExactly("compile", "test");
        assertThat(build.getList("stages.status")).containsExactly("SUCCEEDED", "SUCCEEDED");
        assertThat(build.getString("commit.message")).contains("The first");
        Api.admin()
                .get("/v1/build-flows/" + source.flowId() + "/ci_build/" + serial)
                .then()
                .body("status", equalTo("Success"));
        Api.admin().get("/v1/build-flows/" + source.flowId()).then().body("status", equalTo("Success"));
        Api.admin()
                .get("/api/repos/" + source.repository() + "/builds/1")
                .then()
                .body("status", equalTo("success"))
                .body("commit", equalTo(source.sha()))
                .body("jobs[0].status", equalTo("success"))
                .body("jobs[0].exit_code", equalTo(0));
    }

    @Test
    void subscribersHearOfEveryVersionThatMattersInOrder() {
        // Given
        Source source = source();
        UUID buildId = UUID.fromString(Api.build(source.flowId(), Map.of("branch", "main")));

        // When
        List<Message> events = Broker.eventsOf(
                buildId,
                found ->
                        found.stream().anyMatch(message -> ((BuildStatusChanged) message).change() == Change.FINISHED));

        // Then
        List<BuildStatusChanged> changes =
                events.stream().map(BuildStatusChanged.class::cast).toList();
        assertThat(changes)
                .extracting(BuildStatusChanged::change)
                .containsExactly(
                        Change.QUEUED,
                        Change.STARTED,
                        Change.STAGE_CHANGED,
                        Change.STAGE_CHANGED,
                        Change.STAGE_CHANGED,
                        Change.STAGE_CHANGED,
                        Change.FINISHED);
        assertThat(changes)
                .extracting(change -> change.build().version())
                .isSorted()
                .doesNotHaveDuplicates();
        BuildSnapshot last = changes.get(changes.size() - 1).build();
        assertThat(last.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(last.ref().sha()).isEqualTo(source.sha());
        assertThat(last.jobs().get(0).steps()).allMatch(step -> step.status() == RunStatus.SUCCEEDED);
    }

    /** Over git's thread and back, the outbox, Kafka, the queue of jobs and the runner's reports. */
    @Test
    void everyEventOfABuildCarriesTheTraceOfTheRequestForIt() {
        // Given
        Source source = source();
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        // When
        String buildId = Api.admin()
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .contentType("application/json")
                .body(Map.of("branch", "main"))
                .post(Api.builds(source.flowId()))
                .path("id");

        // Then
        List<Received> events = Broker.receivedOf(
                UUID.fromString(buildId),
                found -> found.stream()
                        .anyMatch(event -> ((BuildStatusChanged) event.message()).change() == Change.FINISHED));
        assertThat(events)
                .hasSizeGreaterThan(2)
                .extracting(Received::traceparent)
                .allSatisfy(traceparent -> assertThat(traceparent).matches("00-" + trace + "-[0-9a-f]{16}-01"));
    }

    @Test
    void theLogCanBeFollowedAndTakenUpAgainAnywhere() throws Exception {
        // Given
        Source source = source();
        String buildId = Api.build(source.flowId(), Map.of("branch", "main"));

        // When
        List<String> whole = events(buildId, null);

        // Then
        List<String> ids = whole.stream()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
                .toList();
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(2);
        assertThat(whole)
                .contains("event: end")
                .anyMatch(line -> line.startsWith("data: ") && line.contains("compiling"));
        for (int seen = 0; seen < ids.size() - 2; seen++) {
            List<String> rest = events(buildId, ids.get(seen)).stream()
                    .filter(line -> line.startsWith("id: "))
                    .map(line -> line.substring(4))
                    .toList();
            assertThat(rest).isEqualTo(ids.subList(seen + 1, ids.size()));
        }
        // Who has seen the last line has seen all, and so has who saw the end.
        assertThat(follow(buildId, ids.get(ids.size() - 2)).statusCode()).isEqualTo(204);
        assertThat(follow(buildId, ids.get(ids.size() - 1)).statusCode()).isEqualTo(204);
        assertThat(follow(buildId, "nonsense").statusCode()).isEqualTo(400);
    }

    @Test
    void theLogThatThereIsComesAsOneObjectPerLineAndInDronesWay() {
        // Given
        Source source = source();
        String buildId = Api.build(source.flowId(), Map.of("branch", "main"));
        finished(buildId);

        // When
        Response ndjson = Api.admin().get("/platform/v1/builds/" + buildId + "/log");
        Response drone = Api.admin().get("/api/repos/" + source.repository() + "/logs/1/1");

        // Then
        assertThat(ndjson.getContentType()).isEqualTo("application/x-ndjson");
        List<JsonPath> lines = ndjson.asString().lines().map(JsonPath::from).toList();
        assertThat(lines).extracting(line -> line.getString("text")).contains("compiling", "testing");
        assertThat(lines.stream().filter(line -> line.getInt("step") == 1).map(line -> line.getLong("line")))
                .containsExactlyElementsOf(LongStream.range(
                                0,
                                lines.stream()
                                        .filter(line -> line.getInt("step") == 1)
                                        .count())
                        .boxed()
                        .toList());
        List<Map<String, Object>> procs = drone.jsonPath().getList("$");
        assertThat(procs).hasSize(lines.size() + 1);
        assertThat(procs.get(procs.size() - 1)).isEmpty();
        assertThat(procs.subList(0, procs.size() - 1)).allSatisfy(line -> {
            assertThat(line).containsKey("pos");
            assertThat(line.get("proc")).isIn("compile", "test");
        });
        assertThat(procs).anyMatch(line -> "testing".equals(line.get("out")) && "test".equals(line.get("proc")));
    }

    @Test
    void aBuildThatIsOverCannotBeCanceledAnyMore() {
        // Given
        String buildId = Api.build(source().flowId(), Map.of("branch", "main"));
        finished(buildId);

        // When
        Response answer = Api.admin().post("/platform/v1/builds/" + buildId + "/cancel");

        // Then
        answer.then().statusCode(202).body("status", equalTo("SUCCEEDED"));
    }

    @Test
    void aCommitThatTheRepositoryDoesNotHaveEndsTheBuildWithAReason() {
        // Given
        String buildId = Api.build(source().flowId(), Map.of("sha", Api.SOME_SHA));

        // When
        JsonPath build = finished(buildId);

        // Then
        assertThat(build.getString("status")).isEqualTo("ERRORED");
        assertThat(build.getString("reason")).isNotBlank();
    }

    @Test
    void aBranchThatAnotherServiceAsksForInVainEndsTheBuildWithAReason() {
        // Given
        UUID buildId = Ids.newId();
        GitRef nowhere = new GitRef(GitRef.Kind.BRANCH, "nowhere", null);

        // When
        Broker.send(new BuildRequested(
                buildId,
                UUID.fromString(source().flowId()),
                nowhere,
                List.of(),
                new Requester("mia", "acme", false),
                Origin.api()));

        // Then
        List<Message> events = Broker.eventsOf(
                buildId,
                found ->
                        found.stream().anyMatch(message -> ((BuildStatusChanged) message).change() == Change.FINISHED));
        BuildSnapshot last = ((BuildStatusChanged) events.get(events.size() - 1)).build();
        assertThat(last.status()).isEqualTo(RunStatus.ERRORED);
        assertThat(last.reason()).contains("nowhere");
    }

    private static List<String> events(String buildId, String lastEventId) throws IOException, InterruptedException {
        HttpResponse<String> answer = follow(buildId, lastEventId);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        return answer.body().lines().toList();
    }

    private static HttpResponse<String> follow(String buildId, String lastEventId)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/platform/v1/builds/" + buildId + "/log"))
                .header("Authorization", TestIdentity.reader("acme"))
                .header("Accept", "text/event-stream")
                .timeout(Duration.ofSeconds(60));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonPath finished(String buildId) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> Api.admin().get("/platform/v1/builds/" + buildId).jsonPath(),
                        build -> RunStatus.valueOf(build.getString("status")).isFinal());
    }

    private static Source source() {
        String repository = Api.freshRepository("acme");
        GitFixture.Repository source = SourceFolders.repositories().create(repository);
        String sha = source.commit("main", Map.of(".drone.yml", DEFINITION), "The first");
        return new Source(Api.flow(repository, Map.of("source_url", source.fileUrl())), repository, sha);
    }

    private record Source(String flowId, String repository, String sha) {}
}
