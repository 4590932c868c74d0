package dev.slipway.build.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@TestProfile(WithoutRunner.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "build"))
@QuarkusTestResource(SourceFolders.class)
class DroneTest {

    /** Of the page's section 1.5: none of them is ever omitted. */
    private static final List<String> BUILD_FIELDS = List.of(
            "id",
            "number",
            "parent",
            "event",
            "status",
            "enqueued_at",
            "created_at",
            "started_at",
            "finished_at",
            "deploy_to",
            "commit",
            "branch",
            "ref",
            "refspec",
            "remote",
            "title",
            "message",
            "timestamp",
            "author",
            "author_avatar",
            "author_email",
            "link_url",
            "signed",
            "verified");

    @Test
    void aBuildThatWaitsHasEveryFieldAndZeroForWhatHasNotHappened() {
        // Given
        String repository = Api.freshRepository("acme");
        String flowId = Api.flow(repository);
        String id = Api.build(flowId);

        // When
        Response answer = Api.as(TestIdentity.reader("acme")).get(builds(repository) + "/1");

        // Then
        int serial = Api.admin().get("/platform/v1/builds/" + id).path("serial");
        answer.then()
                .statusCode(200)
                .body("id", equalTo(serial))
                .body("number", equalTo(1))
                .body("parent", equalTo(0))
                .body("event", equalTo("push"))
                .body("status", equalTo("pending"))
                .body("enqueued_at", greaterThan(1_700_000_000))
                .body("created_at", greaterThan(1_700_000_000))
                .body("started_at", equalTo(0))
                .body("finished_at", equalTo(0))
                .body("commit", equalTo(Api.SOME_SHA))
                .body("branch", equalTo("main"))
                .body("author", equalTo("root"))
                .body("link_url", equalTo("https://git.example.invalid/some/where/commit/" + Api.SOME_SHA))
                .body("signed", equalTo(false))
                .body("jobs", hasSize(1))
                .body("jobs[0].number", equalTo(1))
                .body("jobs[0].status", equalTo("pending"))
                .body("jobs[0].error", equalTo(""))
                .body("jobs[0].exit_code", equalTo(0))
                .body("jobs[0].started_at", equalTo(0))
                .body("jobs[0].environment", equalTo(Map.of()));
        assertThat(answer.<Map<String, Object>>path("$")).containsOnlyKeys(fieldsAnd("jobs"));
    }

    @Test
    void theListRunsFromTheNewestAndStopsAtFifty() {
        // Given
        String repository = Api.freshRepository("acme");
        String flowId = Api.flow(repository);
        for (int count = 0; count < 51; count++) {
            Api.build(flowId);
        }

        // When
        Response answer = Api.as(TestIdentity.reader("acme")).get(builds(repository));

        // Then
        answer.then()
                .statusCode(200)
                .body("$", hasSize(50))
                .body("[0].number", equalTo(51))
                .body("[49].number", equalTo(2));
        assertThat(answer.<Map<String, Object>>path("[0]")).containsOnlyKeys(BUILD_FIELDS);
    }

    @Test
    void latestIsTheNewestBuildOfABranch() {
        // Given
        String repository = Api.freshRepository("acme");
        GitFixture.Repository source = SourceFolders.repositories().create(repository);
        source.commit("main", Map.of("README", "hello"));
        source.commit("next", Map.of("README", "soon"));
        source.tag("v1", "main");
        String flowId = Api.flow(repository, Map.of("source_url", source.fileUrl()));
        Api.build(flowId, Map.of("branch", "main"));
        Api.build(flowId, Map.of("branch", "next"));
        Api.build(flowId, Map.of("tag", "v1"));

        // Then
        Api.admin().get(builds(repository) + "/latest").then().statusCode(200).body("number", equalTo(1));
        Api.admin().get(builds(repository) + "/latest?branch=next").then().body("number", equalTo(2));
        Api.admin().get(builds(repository) + "/latest?branch=none").then().statusCode(404);
        Api.admin()
                .get(builds(repository) + "/3")
                .then()
                .body("event", equalTo("tag"))
                .body("ref", equalTo("refs/tags/v1"))
                .body("branch", equalTo("main"));
    }

    @Test
    void theLogOfAJobThatHasPrintedNothingIsTheClosingObjectAlone() {
        // Given
        String repository = Api.freshRepository("acme");
        Api.build(Api.flow(repository));

        // When
        Response answer = Api.as(TestIdentity.reader("acme")).get(log(repository, "1", "1"));

        // Then
        answer.then().statusCode(200);
        assertThat(answer.getContentType()).startsWith("application/json");
        assertThat(answer.asString()).isEqualTo("[{}]");
    }

    @Test
    void wrongNumbersAreTold() {
        // Given
        String repository = Api.freshRepository("acme");
        Api.build(Api.flow(repository));

        // Then
        Api.admin().get(builds(repository) + "/7").then().statusCode(404);
        Api.admin().get(builds(repository) + "/seven").then().statusCode(400);
        Api.admin().get(log(repository, "7", "1")).then().statusCode(404);
        Api.admin().get(log(repository, "1", "7")).then().statusCode(404);
        Api.admin().get(log(repository, "1", "one")).then().statusCode(400);
        Api.admin().get(log(repository, "one", "1")).then().statusCode(400);
    }

    @ParameterizedTest
    @MethodSource("readers")
    void whoMayReadIsDecidedByThePagesMatrix(String visibility, String caller, int status) {
        // Given
        String repository = Api.freshRepository("acme");
        if (!visibility.equals("unknown")) {
            Api.build(Api.flow(repository, Map.of("visibility", visibility)));
        }
        String token = switch (caller) {
            case "anonymous" -> TestIdentity.anonymous();
            case "without access" -> TestIdentity.administratorOf("other");
            case "reader" -> TestIdentity.reader("acme");
            case "member" -> TestIdentity.member("acme");
            default -> TestIdentity.admin();
        };

        // Then
        for (String path : List.of(builds(repository), builds(repository) + "/1", log(repository, "1", "1"))) {
            Api.as(token).get(path).then().statusCode(status);
        }
    }

    static Stream<Arguments> readers() {
        return Stream.of(
                Arguments.of("unknown", "anonymous", 401),
                Arguments.of("unknown", "without access", 404),
                Arguments.of("unknown", "reader", 404),
                Arguments.of("unknown", "administrator", 404),
                Arguments.of("public", "anonymous", 200),
                Arguments.of("public", "without access", 200),
                Arguments.of("public", "reader", 200),
                Arguments.of("private", "anonymous", 401),
                Arguments.of("private", "without access", 404),
                Arguments.of("private", "reader", 200),
                Arguments.of("private", "member", 200),
                Arguments.of("private", "administrator", 200));
    }

    private static String builds(String repository) {
        return "/api/repos/" + repository + "/builds";
    }

    private static String log(String repository, String number, String job) {
        return "/api/repos/" + repository + "/logs/" + number + "/" + job;
    }

    private static String[] fieldsAnd(String more) {
        return Stream.concat(BUILD_FIELDS.stream(), Stream.of(more)).toArray(String[]::new);
    }
}
