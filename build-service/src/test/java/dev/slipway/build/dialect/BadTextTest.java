package dev.slipway.build.dialect;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Text that PostgreSQL, git or a message cannot hold is its caller's mistake, wherever it comes in: NUL, control characters, half a character. */
@QuarkusTest
@TestProfile(WithoutRunner.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "build"))
@QuarkusTestResource(SourceFolders.class)
class BadTextTest {

    private static final String NUL = "\\u0000";
    private static final String HALF_A_CHARACTER = "\\ud800";

    static Stream<Arguments> addresses() {
        return Stream.of(
                Arguments.of("/api/repos/REPOSITORY/builds/latest?branch=%00", 400),
                Arguments.of("/api/repos/REPOSITORY/builds/latest?branch=a%0Ab", 400),
                Arguments.of("/api/repos/REPOSITORY/builds/latest?branch=nowhere", 404),
                Arguments.of("/api/repos/REPOSITORY/builds/%00", 400),
                Arguments.of("/api/repos/REPOSITORY%00/builds", 404),
                Arguments.of("/api/repos/acme%00/shop/builds", 404),
                Arguments.of("/api/repos/REPOSITORY/logs/1/%00", 404),
                Arguments.of("/v1/build-flows/%00", 404),
                Arguments.of("/v1/build-flows/FLOW/%00/1", 404),
                Arguments.of("/platform/v1/flows?cursor=%00", 400),
                Arguments.of("/platform/v1/flows?cursor=AA", 400),
                Arguments.of("/platform/v1/flows/FLOW/builds?cursor=AA", 400),
                Arguments.of("/platform/v1/builds/%00", 404));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void anAddressIsAnsweredForWhatItIs(String address, int status) {
        // Given
        String repository = Api.freshRepository("acme");
        String flow = Api.flow(repository);

        // When
        Response answer = Api.as(TestIdentity.reader("acme"))
                .urlEncodingEnabled(false)
                .get(address.replace("REPOSITORY", repository).replace("FLOW", flow));

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    }

    static Stream<Arguments> bodies() {
        String source = "\"source_url\": \"https://git.example.invalid/a.git\"";
        String names = "\"name\": \"A\", \"repository\": \"REPOSITORY\"";
        return Stream.of(NUL, HALF_A_CHARACTER, "\\u0007")
                .flatMap(bad -> Stream.of(
                        Arguments.of(
                                "flows",
                                "{\"name\": \"a" + bad + "\", \"repository\": \"REPOSITORY\", " + source + "}"),
                        Arguments.of(
                                "flows", "{\"name\": \"A\", \"repository\": \"acme/a" + bad + "\", " + source + "}"),
                        Arguments.of(
                                "flows",
                                "{" + names + ", \"source_url\": \"https://git.example.invalid/" + bad + "\"}"),
                        Arguments.of("flows", "{" + names + ", " + source + ", \"default_branch\": \"a" + bad + "\"}"),
                        Arguments.of("flows", "{" + names + ", " + source + ", \"definition_path\": \"a" + bad + "\"}"),
                        Arguments.of("flows", "{" + names + ", " + source + ", \"visibility\": \"" + bad + "\"}"),
                        Arguments.of("flows/FLOW/builds", "{\"branch\": \"a" + bad + "\"}"),
                        Arguments.of("flows/FLOW/builds", "{\"tag\": \"a" + bad + "\"}"),
                        Arguments.of("flows/FLOW/builds", "{\"sha\": \"" + bad + "\"}"),
                        Arguments.of(
                                "flows/FLOW/builds",
                                "{\"sha\": \"" + Api.SOME_SHA + "\", \"parameters\": {\"A" + bad + "\": \"x\"}}")));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyIsRefusedWithWhatToMend(String path, String body) {
        // Given
        String repository = Api.freshRepository("acme");
        String flow = Api.flow(Api.freshRepository("acme"));

        // When
        Response answer = Api.admin()
                .contentType("application/json")
                .body(body.replace("REPOSITORY", repository))
                .post("/platform/v1/" + path.replace("FLOW", flow));

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
    }

    static Stream<String> values() {
        return Stream.of(NUL, HALF_A_CHARACTER);
    }

    /** Control characters are allowed here: a value may have lines. */
    @ParameterizedTest
    @MethodSource("values")
    void aParameterThatNoProcessCouldBeGivenIsRefused(String value) {
        // Given
        String flow = Api.flow(Api.freshRepository("acme"));

        // When
        Response answer = Api.admin()
                .contentType("application/json")
                .body("{\"sha\": \"" + Api.SOME_SHA + "\", \"parameters\": {\"A\": \"x" + value + "\"}}")
                .post(Api.builds(flow));

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("values")
    void aBranchInDaocloudsDialectIsRefused(String value) {
        // Given
        String flow = Api.flow(Api.freshRepository("acme"));

        // When
        Response answer = Api.admin()
                .contentType("application/json")
                .body("{\"branch\": \"main" + value + "\"}")
                .post("/v1/build-flows/" + flow + "/builds");

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    }
}
