package dev.slipway.build.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.build.Api;
import dev.slipway.build.SourceFolders;
import dev.slipway.testkit.SlipwayInfra;
import dev.slipway.testkit.TestIdentity;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A log that is followed while nothing is printed. */
@QuarkusTest
@TestProfile(LiveLogTest.Quiet.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "build"))
@QuarkusTestResource(SourceFolders.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveLogTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String COMMENT = ": still here";

    /** Nothing runs; comments come often; a stop would wait for its requests longer than the test waits for the stop. */
    public static final class Quiet implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "slipway.build.runner.enabled", "false",
                    "slipway.build.log.comment-interval", "300ms",
                    "slipway.shutdown.drain", "5m");
        }
    }

    @Inject
    Event<ShutdownDelayInitiatedEvent> shutdown;

    @Test
    @Order(1)
    void aReaderHearsACommentOncePerIntervalWhileNothingIsPrinted() {
        // Given
        long from = System.nanoTime();

        // When
        Reader reader = Reader.of(Api.build(Api.flow(Api.freshRepository("acme"))));

        // Then
        await().atMost(PATIENCE).until(() -> reader.lines().size() >= 5);
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        assertThat(reader.lines()).containsOnly(COMMENT);
        // The first comes at once; each of the other four waits for its interval.
        assertThat(took).isGreaterThan(Duration.ofMillis(4 * 300 - 300));
        reader.leave();
    }

    /** Last: it leaves a service behind that is about to stop. */
    @Test
    @Order(2)
    void aServiceThatStopsEndsTheAnswerSoThatTheReaderComesAgain() throws Exception {
        // Given
        Reader reader = Reader.of(Api.build(Api.flow(Api.freshRepository("acme"))));
        await().atMost(PATIENCE).until(() -> reader.lines().contains(COMMENT));

        // When
        CompletableFuture<Void> drained =
                CompletableFuture.runAsync(() -> shutdown.fire(new ShutdownDelayInitiatedEvent()));

        // Then
        drained.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        reader.over().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(reader.lines()).containsOnly(COMMENT);
        Reader late = Reader.of(Api.build(Api.flow(Api.freshRepository("acme"))));
        late.over().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(late.lines()).doesNotContain("event: end");
    }

    /**
     * Somebody who follows a log.
     *
     * @param lines what has come so far, without empty lines
     * @param over done when the answer has ended as it should; failed when it was cut off
     */
    private record Reader(List<String> lines, CompletableFuture<Void> over, Stream<String> answer) {

        static Reader of(String buildId) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(
                            "http://localhost:" + RestAssured.port + "/platform/v1/builds/" + buildId + "/log"))
                    .header("Authorization", TestIdentity.reader("acme"))
                    .header("Accept", "text/event-stream")
                    .build();
            HttpResponse<Stream<String>> answer = HttpClient.newHttpClient()
                    .sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            assertThat(answer.statusCode()).isEqualTo(200);
            List<String> lines = new CopyOnWriteArrayList<>();
            CompletableFuture<Void> over = CompletableFuture.runAsync(
                    () -> answer.body().filter(line -> !line.isEmpty()).forEach(lines::add));
            return new Reader(lines, over, answer.body());
        }

        void leave() {
            answer.close();
        }
    }
}
