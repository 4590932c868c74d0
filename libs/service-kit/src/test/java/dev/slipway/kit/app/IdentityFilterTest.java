package dev.slipway.kit.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(KitServers.class)
class IdentityFilterTest {

    @Inject
    SampleCalls calls;

    @Test
    void aRequestWithoutATokenIsRefusedInTheNativeEnvelope() {
        // When
        Response response = given().get("/platform/v1/samples/caller/event-loop");

        // Then
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("code")).isEqualTo("unauthenticated");
        assertThat(response.jsonPath().getString("instance")).isEqualTo("/platform/v1/samples/caller/event-loop");
    }

    @Test
    void aRequestWithoutATokenIsRefusedInTheEnvelopeOfItsDialect() {
        // When
        Response response = given().get("/v1/build-flows/1");

        // Then
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.jsonPath().getString("error_id")).isEqualTo("bad_credentials");
    }

    @Test
    void aPathThatNobodyServesIsRefusedBeforeItIsLookedFor() {
        assertThat(given().get("/nowhere").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic YTpi", "token abc", "bearer"})
    void whatIsNotAnInternalTokenIsRefused(String authorization) {
        assertThat(given().header("Authorization", authorization)
                        .get("/platform/v1/samples/caller/event-loop")
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/metrics", "/internal/health"})
    void probesAreOpen(String path) {
        assertThat(given().get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/../platform/v1/samples/open",
                "/q/%2e%2e/platform/v1/samples/open",
                "/q/%2E%2E/platform/v1/samples/open",
                "/q/x/../../platform/v1/samples/open",
                "//platform/v1/samples/open",
                "/internal/health/../../platform/v1/samples/open",
                "/q/..%2fplatform/v1/samples/open"
            })
    void aPathThatOnlyLooksLikeAProbeIsNotOpen(String path) throws IOException {
        assertThat(statusOfRawRequest(path)).isIn(401, 400, 404);
    }

    @Test
    void theCallerIsKnownOnTheEventLoop() {
        assertThat(calls.as("ann").get("/platform/v1/samples/caller/event-loop").asString())
                .startsWith("vert.x-eventloop")
                .endsWith("|ann");
    }

    @Test
    void theCallerIsKnownOnAWorkerThread() {
        assertThat(calls.as("bob").get("/platform/v1/samples/caller/worker").asString())
                .startsWith("executor-thread")
                .endsWith("|bob");
    }

    @Test
    void theCallerIsKnownAfterAnAnswerOfTheDatabase() {
        assertThat(calls.as("cid")
                        .get("/platform/v1/samples/caller/after-database")
                        .asString())
                .endsWith("|cid");
    }

    /** Ordinary clients tidy paths before they send them. */
    private static int statusOfRawRequest(String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Integer.parseInt(answer.split(" ")[1]);
        }
    }
}
