package dev.slipway.build.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.build.Api;
import dev.slipway.build.SourceFolders;
import dev.slipway.build.WithoutRunner;
import dev.slipway.testkit.SlipwayInfra;
import dev.slipway.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
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
class NativeFlowTest {

    private static final String FLOWS = "/platform/v1/flows";
    private static final String SOURCE = "https://git.example.invalid/acme/shop.git";

    @Test
    void aRegisteredFlowCanBeRead() {
        // Given
        String repository = Api.freshRepository("acme");

        // When
        Response answer = register(Map.of("name", "Shop", "repository", repository, "source_url", SOURCE));

        // Then
        answer.then()
                .statusCode(201)
                .contentType("application/json")
                .body("id", notNullValue())
                .body("serial", notNullValue())
                .body("name", equalTo("Shop"))
                .body("repository", equalTo(repository))
                .body("source_url", equalTo(SOURCE))
                .body("provider", equalTo("git"))
                .body("default_branch", equalTo("main"))
                .body("visibility", equalTo("private"))
                .body("time_limit_seconds", equalTo(3600))
                .body("created_at", containsString("Z"));
        Api.as(TestIdentity.reader("acme"))
                .get(FLOWS + "/" + answer.path("id"))
                .then()
                .statusCode(200)
                .body("repository", equalTo(repository));
    }

    @Test
    void aRepositoryHasOneFlow() {
        // Given
        String repository = Api.freshRepository("acme");
        Api.flow(repository);

        // When
        Response answer = register(Map.of("name", "Again", "repository", repository, "source_url", SOURCE));

        // Then
        answer.then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("conflict"))
                .body("detail", containsString(repository));
    }

    @Test
    void twoRegistrationsAtOnceMakeOneFlow() {
        // Given
        String repository = Api.freshRepository("acme");
        Map<String, Object> body = Map.of("name", "Shop", "repository", repository, "source_url", SOURCE);

        // When
        List<Integer> statuses = Stream.generate(() -> body)
                .limit(8)
                .parallel()
                .map(each -> register(each).statusCode())
                .sorted()
                .toList();

        // Then
        assertThat(statuses).containsExactly(201, 409, 409, 409, 409, 409, 409, 409);
    }

    @Test
    void aRepeatWithTheSameIdempotencyKeyMakesNoSecondFlow() {
        // Given
        Map<String, Object> body =
                Map.of("name", "Shop", "repository", Api.freshRepository("acme"), "source_url", SOURCE);

        // When
        Response first = Api.admin()
                .header("Idempotency-Key", "flow-1")
                .contentType("application/json")
                .body(body)
                .post(FLOWS);
        Response second = Api.admin()
                .header("Idempotency-Key", "flow-1")
                .contentType("application/json")
                .body(body)
                .post(FLOWS);

        // Then
        first.then().statusCode(201);
        second.then().statusCode(201);
        assertThat(second.asString()).isEqualTo(first.asString());
    }

    @ParameterizedTest
    @MethodSource("wrongBodies")
    void whatIsWrongInABodyIsNamed(String field, Object value, String complaint) {
        // Given
        Map<String, Object> body =
                new HashMap<>(Map.of("name", "Shop", "repository", Api.freshRepository("acme"), "source_url", SOURCE));
        body.put(field, value);

        // When
        Response answer = register(body);

        // Then
        answer.then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid"))
                .body("detail", containsString(field))
                .body("detail", containsString(complaint));
    }

    static Stream<Arguments> wrongBodies() {
        return Stream.of(
                Arguments.of("name", null, "required"),
                Arguments.of("name", "x".repeat(201), "at most"),
                Arguments.of("repository", null, "required"),
                Arguments.of("repository", "shop", "owner/name"),
                Arguments.of("repository", "acme/../etc", "owner/name"),
                Arguments.of("repository", "acme/..", "owner/name"),
                Arguments.of("repository", "Acme/shop", "lower-case"),
                Arguments.of("source_url", null, "required"),
                Arguments.of("source_url", "ftp://example.org/shop.git", "http"),
                Arguments.of("source_url", "not a url", "URL"),
                Arguments.of("source_url", "https://ada:secret@example.org/shop.git", "credentials"),
                Arguments.of("source_url", "ext::sh -c id", "URL"),
                Arguments.of("default_branch", "--upload-pack=x", "git"),
                Arguments.of("visibility", "secret", "public or private"),
                Arguments.of("definition_path", "../../etc/passwd", "relative"),
                Arguments.of("time_limit_seconds", 0, "between"),
                Arguments.of("colour", "blue", "unknown field"));
    }

    @Test
    void aBodyThatIsNotJsonIsRefused() {
        // When
        Response answer =
                Api.admin().contentType("application/json").body("{nope").post(FLOWS);

        // Then
        answer.then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void anEmptyBodyIsRefused() {
        // When
        Response answer = Api.admin().contentType("application/json").post(FLOWS);

        // Then
        answer.then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void anOwnerThatTheCallerHasNoPartInAnswersAsIfItDidNotExist() {
        // Given
        Map<String, Object> body =
                Map.of("name", "Shop", "repository", Api.freshRepository("acme"), "source_url", SOURCE);

        // When
        Response answer = Api.as(TestIdentity.administratorOf("other"))
                .contentType("application/json")
                .body(body)
                .post(FLOWS);

        // Then
        answer.then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void aReaderOfTheTenantMayNotRegisterFlows() {
        // Given
        Map<String, Object> body =
                Map.of("name", "Shop", "repository", Api.freshRepository("acme"), "source_url", SOURCE);

        // When
        Response answer = Api.as(TestIdentity.reader("acme"))
                .contentType("application/json")
                .body(body)
                .post(FLOWS);

        // Then
        answer.then().statusCode(403).contentType("application/problem+json");
    }

    @Test
    void aForeignFlowAndAnUnknownOneAreAnsweredAlike() {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"));

        // When
        Response foreign = Api.as(TestIdentity.administratorOf("other")).get(FLOWS + "/" + flowId);
        Response unknown = Api.as(TestIdentity.administratorOf("other")).get(FLOWS + "/" + Api.nobodysId());

        // Then
        foreign.then().statusCode(404);
        assertThat((String) foreign.path("detail")).isEqualTo(unknown.path("detail"));
        Api.as(TestIdentity.administratorOf("other"))
                .delete(FLOWS + "/" + flowId)
                .then()
                .statusCode(404);
        Api.admin().get(FLOWS + "/not-an-id").then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void aPublicFlowIsReadableByEverybodyAndChangedByItsTenantAlone() {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"), Map.of("visibility", "public"));

        // Then
        Api.as(TestIdentity.anonymous()).get(FLOWS + "/" + flowId).then().statusCode(200);
        Api.as(TestIdentity.reader("other")).get(FLOWS + "/" + flowId).then().statusCode(200);
        Api.as(TestIdentity.administratorOf("other"))
                .delete(FLOWS + "/" + flowId)
                .then()
                .statusCode(403);
        Api.as(TestIdentity.anonymous()).delete(FLOWS + "/" + flowId).then().statusCode(401);
    }

    @Test
    void aCallerWithoutACredentialIsAskedForOne() {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"));

        // Then
        Api.as(TestIdentity.anonymous()).get(FLOWS + "/" + flowId).then().statusCode(401);
        Api.as(TestIdentity.anonymous())
                .get(FLOWS + "/" + Api.nobodysId())
                .then()
                .statusCode(401);
    }

    @Test
    void listsShowTheCallersTenantsPageByPage() {
        // Given
        List<String> mine = new ArrayList<>();
        for (int count = 0; count < 5; count++) {
            mine.add(0, Api.flow(Api.freshRepository("pager")));
        }
        String foreign = Api.flow(Api.freshRepository("acme"));

        // When
        Response first = Api.as(TestIdentity.reader("pager")).get(FLOWS + "?limit=3");
        Response second = Api.as(TestIdentity.reader("pager")).get(FLOWS + "?limit=3&cursor=" + first.path("next"));

        // Then
        first.then()
                .statusCode(200)
                .body("items.id", equalTo(mine.subList(0, 3)))
                .body("next", notNullValue());
        second.then()
                .statusCode(200)
                .body("items.id", equalTo(mine.subList(3, 5)))
                .body("next", nullValue());
        Api.admin().get(FLOWS + "?limit=200").then().body("items.id", hasItem(foreign));
        Api.as(TestIdentity.reader("nobody")).get(FLOWS).then().statusCode(200).body("items", hasSize(0));
    }

    @Test
    void aBadCursorAndABadLimitAreRefused() {
        Api.admin().get(FLOWS + "?cursor=nonsense").then().statusCode(400);
        Api.admin().get(FLOWS + "?limit=0").then().statusCode(400);
        Api.admin().get(FLOWS + "?limit=x").then().statusCode(400);
        Api.admin().get(FLOWS + "?limit=201").then().statusCode(400);
    }

    @Test
    void aDeletedFlowIsGoneAndItsRepositoryCanBeRegisteredAgain() {
        // Given
        String repository = Api.freshRepository("acme");
        String flowId = Api.flow(repository);
        String buildId = Api.build(flowId);

        // When
        Response deleted = Api.as(TestIdentity.administratorOf("acme")).delete(FLOWS + "/" + flowId);

        // Then
        deleted.then().statusCode(204);
        Api.admin().get(FLOWS + "/" + flowId).then().statusCode(404);
        Api.admin().get("/platform/v1/builds/" + buildId).then().statusCode(404);
        Api.admin().delete(FLOWS + "/" + flowId).then().statusCode(404);
        Api.admin()
                .contentType("application/json")
                .body(Map.of("sha", Api.SOME_SHA))
                .post(Api.builds(flowId))
                .then()
                .statusCode(404);
        Api.admin().get(FLOWS + "?limit=200").then().body("items.id", not(hasItem(flowId)));
        assertThat(Api.flow(repository)).isNotEqualTo(flowId);
    }

    private static Response register(Map<String, Object> body) {
        return Api.admin().contentType("application/json").body(body).post(FLOWS);
    }
}
