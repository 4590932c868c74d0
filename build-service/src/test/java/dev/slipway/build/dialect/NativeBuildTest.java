package dev.slipway.build.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.build.Api;
import dev.slipway.build.SourceFolders;
import dev.slipway.build.WithoutRunner;
import dev.slipway.testkit.GitFixture;
import dev.slipway.testkit.SlipwayInfra;
import dev.slipway.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@TestProfile(WithoutRunner.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "build"))
@QuarkusTestResource(SourceFolders.class)
class NativeBuildTest {

    @Test
    void aPostedCommitIsAcceptedWithoutAskingGit() {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"));

        // When
        Response answer = post(flowId, Map.of("sha", Api.SOME_SHA, "parameters", Map.of("COLOUR", "blue")));

        // Then
        answer.then()
                .statusCode(201)
                .contentType("application/json")
                .body("id", notNullValue())
                .body("serial", notNullValue())
                .body("number", equalTo(1))
                .body("flow_id", equalTo(flowId))
                .body("status", equalTo("QUEUED"))
                .body("sha", equalTo(Api.SOME_SHA))
                .body("branch", nullValue())
                .body("attempt", equalTo(1))
                .body("version", equalTo(1))
                .body("trigger.event", equalTo("manual"))
                .body("trigger.principal", equalTo("root"))
                .body("stages", hasSize(0))
                .body("jobs", hasSize(1))
                .body("jobs[0].steps", hasSize(0));
        assertThat(answer.asString()).doesNotContain("blue");
    }

    @Test
    void aBranchIsResolvedToItsCommit() {
        // Given
        String repository = Api.freshRepository("acme");
        GitFixture.Repository source = SourceFolders.repositories().create(repository);
        String sha = source.commit("main", Map.of("README", "hello"));
        source.tag("v1.0", "main");
        String flowId = Api.flow(repository, Map.of("source_url", source.fileUrl()));

        // Then
        post(flowId, Map.of("branch", "main"))
                .then()
                .statusCode(201)
                .body("sha", equalTo(sha))
                .body("branch", equalTo("main"))
                .body("ref", equalTo("refs/heads/main"));
        post(flowId, Map.of("tag", "v1.0"))
                .then()
                .statusCode(201)
                .body("sha", equalTo(sha))
                .body("tag", equalTo("v1.0"))
                .body("ref", equalTo("refs/tags/v1.0"));
    }

    @Test
    void aBranchThatDoesNotExistIsRefusedAtOnce() {
        // Given
        String repository = Api.freshRepository("acme");
        GitFixture.Repository source = SourceFolders.repositories().create(repository);
        source.commit("main", Map.of("README", "hello"));
        String flowId = Api.flow(repository, Map.of("source_url", source.fileUrl()));

        // When
        Response answer = post(flowId, Map.of("branch", "nowhere"));

        // Then
        answer.then().statusCode(422).contentType("application/problem+json").body("detail", containsString("nowhere"));
        Api.admin().get(Api.builds(flowId)).then().body("items", hasSize(0));
    }

    @Test
    void aRepositoryThatCannotBeReadIsToldClearly() {
        // Given
        String repository = Api.freshRepository("acme");
        GitFixture.Repository source = SourceFolders.repositories().create(repository);
        String flowId = Api.flow(repository, Map.of("source_url", source.fileUrl() + "-is-not-there"));

        // When
        Response answer = post(flowId, Map.of("branch", "main"));

        // Then
        answer.then().statusCode(422).body("detail", containsString("cannot be read"));
    }

    @ParameterizedTest
    @MethodSource("wrongBodies")
    void aWrongBodyIsRefusedWithWhatToMend(String body, String complaint) {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"));

        // When
        Response answer = Api.admin().contentType("application/json").body(body).post(Api.builds(flowId));

        // Then
        answer.then().statusCode(400).contentType("application/problem+json").body("detail", containsString(complaint));
    }

    static Stream<List<String>> bodies() {
        return Stream.of(
                List.of("{}", "exactly one"),
                List.of("{\"branch\": \"main\", \"tag\": \"v1\"}", "exactly one"),
                List.of("{\"sha\": \"5785e42\"}", "40"),
                List.of("{\"sha\": \"--upload-pack=touch /tmp/x                  \"}", "40"),
                List.of("{\"branch\": \"a..b\"}", "git"),
                List.of("{\"branch\": {}}", "branch"),
                List.of("{\"branch\": \"main\", \"colour\": 1}", "colour"),
                List.of("{\"branch\": \"main\", \"parameters\": {\"A B\": \"x\"}}", "parameters"),
                List.of("{\"branch\": \"main\", \"parameters\": {\"A\": null}}", "parameters.A"),
                List.of("{\"branch\": \"main\", \"parameters\": []}", "parameters"),
                List.of("nope", "JSON"));
    }

    static Stream<Arguments> wrongBodies() {
        return bodies().map(body -> Arguments.of(body.get(0), body.get(1)));
    }

    @Test
    void aForeignBuildAndAnUnknownOneAreAnsweredAlike() {
        // Given
        String buildId = Api.build(Api.flow(Api.freshRepository("acme")));
        String stranger = TestIdentity.administratorOf("other");

        // When
        Response foreign = Api.as(stranger).get("/platform/v1/builds/" + buildId);
        Response unknown = Api.as(stranger).get("/platform/v1/builds/" + Api.nobodysId());

        // Then
        foreign.then().statusCode(404);
        assertThat((String) foreign.path("detail")).isEqualTo(unknown.path("detail"));
        Api.as(stranger)
                .post("/platform/v1/builds/" + buildId + "/cancel")
                .then()
                .statusCode(404);
        Api.as(stranger).get("/platform/v1/builds/" + buildId + "/log").then().statusCode(404);
        Api.admin().get("/platform/v1/builds/42").then().statusCode(404);
    }

    @Test
    void buildsOfAForeignFlowAreNeitherMadeNorListed() {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"));
        String stranger = TestIdentity.member("other");

        // Then
        Api.as(stranger)
                .contentType("application/json")
                .body(Map.of("sha", Api.SOME_SHA))
                .post(Api.builds(flowId))
                .then()
                .statusCode(404);
        Api.as(stranger).get(Api.builds(flowId)).then().statusCode(404);
        Api.as(TestIdentity.reader("acme"))
                .contentType("application/json")
                .body(Map.of("sha", Api.SOME_SHA))
                .post(Api.builds(flowId))
                .then()
                .statusCode(403);
    }

    @Test
    void numbersAreGapFreeWhileManyPostAtOnceAndSomeFail() {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"));

        // When
        IntStream.range(0, 60).parallel().forEach(count -> {
            Map<String, Object> body = count % 3 == 0 ? Map.of("sha", "nonsense") : Map.of("sha", Api.SOME_SHA);
            post(flowId, body);
        });

        // Then
        List<Integer> numbers =
                Api.admin().get(Api.builds(flowId) + "?limit=200").path("items.number");
        assertThat(numbers.stream().map(Integer::longValue).sorted())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
    }

    @Test
    void theSameIdempotencyKeyMakesOneBuildAndAnotherBodyIsRefused() {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"));
        String key = UUID.randomUUID().toString();

        // When
        Response first = withKey(key, flowId, Api.SOME_SHA);
        Response second = withKey(key, flowId, Api.SOME_SHA);
        Response other = withKey(key, flowId, Api.SOME_SHA.replace('5', '6'));

        // Then
        first.then().statusCode(201);
        second.then().statusCode(201).body("id", equalTo(first.path("id")));
        other.then().statusCode(422);
        Api.admin().get(Api.builds(flowId)).then().body("items", hasSize(1));
    }

    @Test
    void aRepeatIsAnsweredLikeTheFirstThoughTheBranchIsGoneMeanwhile() {
        // Given
        String repository = Api.freshRepository("acme");
        GitFixture.Repository source = SourceFolders.repositories().create(repository);
        source.commit("main", Map.of("README", "hello"));
        source.commit("feature", Map.of("README", "hello again"));
        String flowId = Api.flow(repository, Map.of("source_url", source.fileUrl()));
        String key = UUID.randomUUID().toString();
        Response first = withKey(key, flowId, Map.of("branch", "feature"));
        first.then().statusCode(201);
        source.deleteBranch("feature");

        // When
        Response second = withKey(key, flowId, Map.of("branch", "feature"));
        Response otherBody = withKey(key, flowId, Map.of("branch", "nowhere"));
        Response otherKey = withKey(UUID.randomUUID().toString(), flowId, Map.of("branch", "feature"));

        // Then
        second.then().statusCode(201).header("Idempotency-Replayed", "true");
        assertThat(second.asString()).isEqualTo(first.asString());
        otherBody.then().statusCode(422).body("detail", containsString("Idempotency-Key"));
        otherKey.then().statusCode(422).body("detail", containsString("feature"));
        Api.admin().get(Api.builds(flowId)).then().body("items", hasSize(1));
    }

    @Test
    void aKeyWhoseRequestWasRefusedIsFreeForAnother() {
        // Given
        String repository = Api.freshRepository("acme");
        GitFixture.Repository source = SourceFolders.repositories().create(repository);
        source.commit("main", Map.of("README", "hello"));
        String flowId = Api.flow(repository, Map.of("source_url", source.fileUrl()));
        String key = UUID.randomUUID().toString();
        withKey(key, flowId, Map.of("branch", "feature")).then().statusCode(422);
        source.commit("feature", Map.of("README", "hello again"));

        // When
        Response again = withKey(key, flowId, Map.of("branch", "feature"));

        // Then
        again.then().statusCode(201);
    }

    @Test
    void listsOfBuildsRunFromTheNewestPageByPage() {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"));
        for (int count = 0; count < 5; count++) {
            Api.build(flowId);
        }

        // When
        Response first = Api.admin().get(Api.builds(flowId) + "?limit=3");
        Response second = Api.admin().get(Api.builds(flowId) + "?limit=3&cursor=" + first.path("next"));

        // Then
        first.then().body("items.number", equalTo(List.of(5, 4, 3))).body("items[0]", not(hasKey("jobs")));
        second.then().body("items.number", equalTo(List.of(2, 1))).body("next", nullValue());
    }

    private static Response withKey(String key, String flowId, String sha) {
        return withKey(key, flowId, Map.of("sha", sha));
    }

    private static Response withKey(String key, String flowId, Map<String, Object> body) {
        return Api.admin()
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post(Api.builds(flowId));
    }

    private static Response post(String flowId, Map<String, Object> body) {
        return Api.admin().contentType("application/json").body(body).post(Api.builds(flowId));
    }
}
