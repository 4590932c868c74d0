package dev.slipway.build.build;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.build.Api;
import dev.slipway.build.SourceFolders;
import dev.slipway.events.RunStatus;
import dev.slipway.testkit.SlipwayInfra;
import dev.slipway.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** No runner anywhere: what waits, waits until the reaper comes. */
@QuarkusTest
@TestProfile(BuildReaperTest.Impatient.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "build"))
@QuarkusTestResource(SourceFolders.class)
class BuildReaperTest {

    /** A build waits for two seconds. */
    public static final class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "slipway.build.runner.enabled", "false",
                    "slipway.build.queue.time-limit", "2s",
                    "slipway.build.queue.sweep-interval", "200ms");
        }
    }

    @Inject
    Builds builds;

    @Test
    void aBuildThatNoRunnerTakesTimesOut() {
        // When
        String buildId = Api.build(Api.flow(Api.freshRepository("acme")));

        // Then
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> Api.admin()
                        .get("/platform/v1/builds/" + buildId)
                        .then()
                        .body("status", equalTo("TIMED_OUT"))
                        .body("reason", containsString("no runner took it within 2 seconds"))
                        .body("jobs[0].status", equalTo("TIMED_OUT")));
    }

    @Test
    void aBuildOfADeletedFlowIsCanceled() {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"));
        UUID buildId = UUID.fromString(Api.build(flowId));

        // When
        Api.as(TestIdentity.administratorOf("acme"))
                .delete("/platform/v1/flows/" + flowId)
                .then()
                .statusCode(204);

        // Then
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> builds.find(buildId)
                                .await()
                                .indefinitely()
                                .orElseThrow()
                                .status(),
                        status -> status == RunStatus.CANCELED);
    }
}
