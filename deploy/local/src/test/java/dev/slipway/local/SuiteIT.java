package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.embedded.FileTrees;
import dev.slipway.embedded.FreePorts;
import dev.slipway.local.data.DataFolder;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The whole suite as a user has it: the real script, the real jars, real processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuiteIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SuiteUnderTest suite;

    @BeforeAll
    void up() throws IOException {
        suite = SuiteUnderTest.make("suite-");
        start();
    }

    @AfterAll
    void down() {
        SlipwayScript.Outcome outcome = suite.slipway("down");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(suite.commandLines()).isEmpty();
        assertThat(suite.slipway("status").code()).isEqualTo(3);
        FileTrees.delete(suite.data());
    }

    @Test
    void everythingIsReadyAndSaysSo() throws Exception {
        // When
        JsonNode status = suite.status();

        // Then
        assertThat(status.findValuesAsText("name"))
                .containsExactly(
                        "postgres",
                        "kafka",
                        "api-gateway",
                        "build-service",
                        "app-service",
                        "registry-service",
                        "pipeline-service",
                        "webhook-service");
        assertThat(status.findValuesAsText("state")).containsOnly("READY");
        assertThat(suite.statusOf("/healthz", "")).isEqualTo(200);
        assertThat(suite.statusOf("/platform/v1/flows", "")).isEqualTo(401);
        assertThat(suite.statusOf("/platform/v1/flows", suite.adminToken())).isEqualTo(200);
    }

    @Test
    void aKilledServiceIsStartedAgainWithANotice() throws Exception {
        JsonNode before = suite.process("webhook-service");
        int restarts = before.path("restarts").asInt();

        // When
        ProcessHandle.of(before.path("pid").asLong()).orElseThrow().destroyForcibly();

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode after = suite.process("webhook-service");
            assertThat(after.path("restarts").asInt()).isEqualTo(restarts + 1);
            assertThat(after.path("state").asText()).isEqualTo("READY");
        });
        assertThat(suite.slipway("logs", "launcher").out())
                .containsPattern("(?m)^webhook-service +restarting: ended with 137; starts again in 500 ms$");
    }

    @Test
    void aKillOfEverythingLosesNothing() throws Exception {
        JsonNode made = suite.post("/platform/v1/tokens", "{\"description\": \"kept\"}");
        List<ProcessHandle> all = suite.handles();

        // When
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(killed -> killed.onExit().join());
        assertThat(suite.slipway("status").code()).isEqualTo(3);
        start();

        // Then
        String token = "/platform/v1/tokens/" + made.path("id").asText();
        assertThat(suite.statusOf(token, suite.adminToken())).isEqualTo(200);
    }

    @Test
    void whatAKilledLauncherLeavesIsEndedByTheNextUpButForTheApps() throws Exception {
        String app = runningApp("kept");
        List<ProcessHandle> left = suite.handles();
        ProcessHandle launcher = left.remove(0);
        launcher.destroyForcibly();
        launcher.onExit().join();
        assertThat(left).hasSize(SuiteUnderTest.PROCESSES).allMatch(ProcessHandle::isAlive);

        // When
        SlipwayScript.Outcome outcome = start();

        // Then
        assertThat(outcome.out()).contains("Ended " + left.size() + " processes that a killed run had left\n");
        assertThat(left).noneMatch(ProcessHandle::isAlive);
        assertThat(suite.get(app).path("state").asText()).isEqualTo("RUNNING");
    }

    @Test
    void downStopsAllInOrderAndAppsAreStoppedWithTheReason() throws Exception {
        String app = runningApp("ended");
        // Somebody else's accident must not keep the servers running.
        Path broken = Files.createDirectories(suite.data().resolve("app-service/apps/broken"));
        Files.writeString(broken.resolve("process.json"), "");

        // When
        assertThat(suite.slipway("down").out()).isEqualTo("Stopped\n");

        // Then
        assertThat(suite.commandLines()).isEmpty();
        List<String> stopped = suite.slipway("logs", "launcher")
                .out()
                .lines()
                .filter(line -> line.endsWith(" stopped"))
                .map(line -> line.split(" ")[0])
                .toList();
        assertThat(stopped)
                .hasSize(SuiteUnderTest.PROCESSES)
                .startsWith("api-gateway")
                .endsWith("kafka", "postgres");
        start();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(suite.get(app).path("state").asText()).isEqualTo("STOPPED");
            assertThat(suite.get(app).path("reason").asText()).isEqualTo("stopped together with Slipway");
        });
    }

    @Test
    void aSecondLauncherOnTheSameDataIsRefused() {
        // When
        SlipwayScript.Outcome outcome = suite.slipway("up", "--port", Integer.toString(FreePorts.take()));

        // Then
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("slipway: Slipway is already running on")
                .hasLineCount(1);
    }

    @Test
    void aTakenPortIsOneClearLineAndTakesNothingAway() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            SuiteUnderTest other =
                    new SuiteUnderTest(SuiteUnderTest.make("taken-").data(), taken.getLocalPort());
            DataFolder data = new DataFolder(other.data(), other.data().resolve("runtime"));
            data.create();
            Path kept = data.make("build-service");

            // When
            SlipwayScript.Outcome outcome = other.slipway("up", "--fresh", "--port", Integer.toString(other.port()));

            // Then
            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.err())
                    .startsWith("slipway: Port " + other.port() + " of 0.0.0.0 is in use")
                    .hasLineCount(1);
            assertThat(kept).exists();
            FileTrees.delete(other.data());
        }
    }

    @Test
    void aFolderOfOtherThingsIsNeitherEmptiedNorTouched() throws IOException {
        Path home = SuiteUnderTest.make("home-").data();
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("thesis.txt"), "years of work");

        // When
        SlipwayScript.Outcome up = SlipwayScript.run("up", "--fresh", "--detach", "--data", home.toString());
        SlipwayScript.Outcome down = SlipwayScript.run("down", "--data", home.toString());

        // Then
        assertThat(up.code()).isEqualTo(1);
        assertThat(up.err())
                .startsWith("slipway: " + home + " is not empty and is not a data folder of Slipway's")
                .hasLineCount(1);
        assertThat(down.out()).isEqualTo("Nothing is running on " + home + "\n");
        try (Stream<Path> entries = Files.list(home)) {
            assertThat(entries).containsExactly(home.resolve("thesis.txt"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwxr-xr-x");
        FileTrees.delete(home);
    }

    @Test
    void logsAreOfAProcessOrOfAll() {
        // When
        SlipwayScript.Outcome one = suite.slipway("logs", "api-gateway");
        SlipwayScript.Outcome all = suite.slipway("logs");
        SlipwayScript.Outcome none = suite.slipway("logs", "gateway");

        // Then
        assertThat(one.out()).contains("Listening on: http").doesNotContain("api-gateway | ");
        assertThat(all.out()).contains("api-gateway | ", "kafka | ", "postgres | ", "launcher | ");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err())
                .startsWith("slipway: No log of \"gateway\"; there are: api-gateway, ")
                .hasLineCount(1);
    }

    @Test
    void theDoctorSaysWhatIsThereAndWhatForAndWhichSandboxIsInForce() {
        // When
        SlipwayScript.Outcome outcome = SlipwayScript.run("doctor");

        // Then
        assertThat(outcome.code()).as(outcome.out()).isZero();
        for (String subject : List.of(
                "machine",
                "JDKs",
                "git",
                "bubblewrap",
                "user namespaces",
                "sandbox level",
                "Docker",
                "kubectl",
                "loopback",
                "file:// clones")) {
            assertThat(outcome.out()).containsPattern("(?m)^[✔–] " + subject + " +\\S");
        }
    }

    private SlipwayScript.Outcome start() {
        SlipwayScript.Outcome outcome = suite.upInTheBackground();
        assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
        return outcome;
    }

    /** @return the path of an app that runs */
    private String runningApp(String name) throws Exception {
        JsonNode made = suite.post(
                "/platform/v1/apps",
                "{\"name\": \"" + name + "\", \"owner\": \"suite\", \"command\": [\"sleep\", \"600\"]}");
        String app = "/platform/v1/apps/" + made.path("id").asText();
        suite.post(app.replace("/platform", "") + "/actions/start", "{}");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(suite.get(app).path("state").asText()).isEqualTo("RUNNING"));
        return app;
    }
}
