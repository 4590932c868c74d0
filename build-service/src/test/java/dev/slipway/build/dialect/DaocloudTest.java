package dev.slipway.build.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
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
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(WithoutRunner.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "build"))
@QuarkusTestResource(SourceFolders.class)
class DaocloudTest {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00";

    @Test
    void listsTheFlowsOfTheCallersTenants() {
        // Given
        String repository = Api.freshRepository("lister");
        String flowId = Api.flow(repository, Map.of("name", "mongo_demo"));

        // When
        Response answer = Api.as(TestIdentity.reader("lister")).get("/v1/build-flows");

        // Then
        answer.then()
                .statusCode(200)
                .body("build_flows", hasSize(1))
                .body("build_flows[0].id", equalTo(flowId))
                .body("build_flows[0].name", equalTo("mongo_demo"))
                .body("build_flows[0].repo", equalTo(repository))
                .body("build_flows[0].src_provider", equalTo("git"))
                .body("build_flows[0].status", equalTo("Pending"))
                .body("build_flows[0].package_id", nullValue())
                .body("build_flows[0].created_at", matchesPattern(TIME));
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(answer.<Map<String, Object>>path("build_flows[0]")).doesNotContainKey("src_origin_url");
    }

    @Test
    void showsOneFlowWithItsSourceAndTheStateOfItsLastBuild() {
        // Given
        String flowId = Api.flow(
                Api.freshRepository("acme"), Map.of("source_url", "https://github.com/DaoCloud/golang-mongo-sample"));
        Api.build(flowId);
        Api.admin()
                .post("/platform/v1/builds/" + Api.build(flowId) + "/cancel")
                .then()
                .statusCode(202);

        // When
        Response answer = Api.as(TestIdentity.reader("acme")).get("/v1/build-flows/" + flowId);

        // Then
        answer.then()
                .statusCode(200)
                .body("src_provider", equalTo("github"))
                .body("src_origin_url", equalTo("https://github.com/DaoCloud/golang-mongo-sample"))
                .body("status", equalTo("Cancelled"));
    }

    @Test
    void aPostedBranchIsBuiltAndCanBeReadUnderBothBuildTypes() {
        // Given
        Source source = source();

        // When
        Response answer = post(source.flowId(), "application/json", "{\"branch\": \"master\"}");

        // Then
        answer.then()
                .statusCode(200)
                .body("id", notNullValue())
                .body("status", equalTo("Pending"))
                .body("created_at", matchesPattern(TIME))
                .body("author", equalTo("mia"))
                .body("sha", equalTo(source.sha()))
                .body("tag", equalTo("master-" + source.sha().substring(0, 7)))
                .body("ref", equalTo("master"))
                .body("ref_is_tag", equalTo("false"))
                .body("ref_is_branch", equalTo("true"));
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat((Object) answer.path("id")).isInstanceOf(Integer.class);
        for (String buildType : List.of("image_build", "ci_build")) {
            Response read = Api.as(TestIdentity.reader("acme"))
                    .get("/v1/build-flows/" + source.flowId() + "/" + buildType + "/" + answer.path("id"));
            read.then().statusCode(200);
            assertThat(read.asString()).isEqualTo(answer.asString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-www-form-urlencoded", "text/plain"})
    void jsonIsReadWhateverTheContentTypeSays(String contentType) {
        // When
        Response answer = post(source().flowId(), contentType, "{\"branch\": \"master\"}");

        // Then
        answer.then().statusCode(200).body("ref", equalTo("master"));
    }

    @Test
    void aBranchWrappedInDataIsUnderstood() {
        post(source().flowId(), "application/json", "{\"data\": {\"branch\": \"master\"}}")
                .then()
                .statusCode(200)
                .body("ref", equalTo("master"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "branch=master", "{\"branch\"", "{\"branch\": \"a\"} {}", "\u0000"})
    void aBodyThatIsNotJsonIsNotAcceptable(String body) {
        // When
        Response answer = post(Api.flow(Api.freshRepository("acme")), "application/json", body);

        // Then
        answer.then()
                .statusCode(406)
                .body("error_id", equalTo("not_acceptable"))
                .body("message", notNullValue());
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "\"master\"",
                "{\"branch\": null}",
                "{\"branch\": 7}",
                "{\"branch\": \"\"}",
                "{\"branch\": \"a..b\"}",
                "{\"branch\": \"--all\"}"
            })
    void jsonWithoutAUsableBranchIsABadRequest(String body) {
        post(Api.flow(Api.freshRepository("acme")), "application/json", body)
                .then()
                .statusCode(400)
                .body("error_id", equalTo("invalid_param"))
                .body("message", notNullValue());
    }

    @Test
    void aBranchThatDoesNotExistIsABadRequest() {
        post(source().flowId(), "application/json", "{\"branch\": \"nowhere\"}")
                .then()
                .statusCode(400)
                .body("error_id", equalTo("invalid_param"));
    }

    @Test
    void othersIdsAndUnknownOnesAreNotFound() {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"));
        Api.build(flowId);
        String stranger = TestIdentity.administratorOf("other");

        // When
        Response foreign = Api.as(stranger).get("/v1/build-flows/" + flowId);
        Response unknown = Api.as(stranger).get("/v1/build-flows/" + Api.nobodysId());

        // Then
        foreign.then().statusCode(404).body("error_id", equalTo("not_found"));
        assertThat(foreign.asString()).isEqualTo(unknown.asString());
        Api.as(stranger)
                .contentType("application/json")
                .body("{\"branch\": \"master\"}")
                .post("/v1/build-flows/" + flowId + "/builds")
                .then()
                .statusCode(404);
        Api.as(stranger).get("/v1/build-flows/" + flowId + "/ci_build/1").then().statusCode(404);
    }

    @Test
    void aBuildIsFoundUnderItsOwnFlowAndADocumentedTypeAlone() {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"));
        String otherFlowId = Api.flow(Api.freshRepository("acme"));
        int serial = Api.admin().get("/platform/v1/builds/" + Api.build(flowId)).path("serial");

        // Then
        Api.admin()
                .get("/v1/build-flows/" + flowId + "/ci_build/" + serial)
                .then()
                .statusCode(200);
        Api.admin()
                .get("/v1/build-flows/" + flowId + "/other_build/" + serial)
                .then()
                .statusCode(404);
        Api.admin()
                .get("/v1/build-flows/" + otherFlowId + "/ci_build/" + serial)
                .then()
                .statusCode(404);
        Api.admin().get("/v1/build-flows/" + flowId + "/ci_build/abc").then().statusCode(404);
        Api.admin()
                .get("/v1/build-flows/" + flowId + "/ci_build/99999999999999999999")
                .then()
                .statusCode(404);
        Api.admin().get("/v1/build-flows/not-an-id").then().statusCode(404).body("error_id", equalTo("not_found"));
    }

    private static Source source() {
        String repository = Api.freshRepository("acme");
        GitFixture.Repository source = SourceFolders.repositories().create(repository);
        String sha = source.commit("master", Map.of("README", "hello"));
        return new Source(Api.flow(repository, Map.of("source_url", source.fileUrl())), sha);
    }

    /** The body as it stands, under a content type that may lie about it. */
    private static Response post(String flowId, String contentType, String body) {
        return Api.as(TestIdentity.member("acme"))
                .config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.TEXT)
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .header("Content-Type", contentType)
                .body(body)
                .post("/v1/build-flows/" + flowId + "/builds");
    }

    private record Source(String flowId, String sha) {}
}
