package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.embedded.FileTrees;
import dev.slipway.embedded.FreePorts;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The whole suite as a user has it: the real script, the real jars, real processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuiteIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = FreePorts.take();
    private Path data;

    @BeforeAll
    void up() throws IOException {
        Path parent = Path.of("target", "suite-data").toAbsolutePath();
        Files.createDirectories(parent);
        data = Files.createTempDirectory(parent, "suite-");
        start();
    }

    @AfterAll
    void down() {
        SlipwayScript.Outcome outcome = slipway("down");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(processesOnTheData()).isEmpty();
        assertThat(slipway("status").code()).isEqualTo(3);
        FileTrees.delete(data);
    }

    @Test
    void everythingIsReadyAndSaysSo() throws Exception {
        // When
        JsonNode status = status();

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
        assertThat(get("/healthz", "").statusCode()).isEqualTo(200);
        assertThat(get("/platform/v1/flows", "").statusCode()).isEqualTo(401);
        assertThat(get("/platform/v1/flows", adminToken()).statusCode()).isEqualTo(200);
    }

    @Test
    void aKilledServiceIsStartedAgain() throws Exception {
        long pid = process("webhook-service").path("pid").asLong();
        int restarts = process("webhook-service").path("restarts").asInt();

        // When
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        // Then
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(process("webhook-service").path("restarts").asInt()).isEqualTo(restarts + 1);
            assertThat(process("webhook-service").path("state").asText()).isEqualTo("READY");
        });
    }

    @Test
    void aKillOfEverythingLosesNothing() throws Exception {
        String token = adminToken();
        JsonNode made = JSON.readTree(post("/platform/v1/tokens", token, "{\"description\": \"kept\"}"));
        List<ProcessHandle> all = new ArrayList<>();
        JsonNode before = status();
        ProcessHandle.of(before.path("launcher_pid").asLong()).ifPresent(all::add);
        before.path("processes")
                .forEach(process ->
                        ProcessHandle.of(process.path("pid").asLong()).ifPresent(all::add));

        // When
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(killed -> killed.onExit().join());
        assertThat(slipway("status").code()).isEqualTo(3);
        start();

        // Then
        assertThat(get("/platform/v1/tokens/" + made.path("id").asText(), token).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aSecondLauncherOnTheSameDataIsRefused() {
        // When
        SlipwayScript.Outcome outcome = slipway("up", "--port", Integer.toString(FreePorts.take()));

        // Then
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("slipway: Slipway is already running on")
                .hasLineCount(1);
    }

    @Test
    void aTakenPortIsOneClearLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            String takenPort = Integer.toString(taken.getLocalPort());
            Path elsewhere = data.resolveSibling("other");

            // When
            SlipwayScript.Outcome outcome =
                    SlipwayScript.run("up", "--port", takenPort, "--data", elsewhere.toString());

            // Then
            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.err())
                    .startsWith("slipway: Port " + takenPort + " of 0.0.0.0 is in use")
                    .hasLineCount(1);
            FileTrees.delete(elsewhere);
        }
    }

    @Test
    void sigtermStopsAForegroundRunInOrderAndLeavesNothing() throws Exception {
        Path own = Files.createTempDirectory(data.getParent(), "foreground-");
        int ownPort = FreePorts.take();
        Process launcher =
                SlipwayScript.start(Map.of(), "up", "--port", Integer.toString(ownPort), "--data", own.toString());
        List<String> lines = new ArrayList<>();
        var reader = launcher.inputReader();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            if (line.startsWith("Slipway is ready")) {
                break;
            }
        }

        // When
        // By its handle: Process.destroy would close the stream that is read below.
        launcher.toHandle().destroy();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
        }

        // Then
        assertThat(launcher.waitFor(30, TimeUnit.SECONDS)).isTrue();
        List<String> stopped = lines.stream()
                .filter(line -> line.endsWith(" stopped"))
                .map(line -> line.split(" ")[0])
                .toList();
        assertThat(stopped).hasSize(8).startsWith("api-gateway").endsWith("kafka", "postgres");
        assertThat(processesOn(own)).isEmpty();
        FileTrees.delete(own);
    }

    private void start() {
        SlipwayScript.Outcome outcome = slipway("up", "--detach", "--port", Integer.toString(port));
        assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
    }

    private SlipwayScript.Outcome slipway(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return SlipwayScript.run(all.toArray(String[]::new));
    }

    private JsonNode status() throws IOException {
        return JSON.readTree(slipway("status", "--json").out());
    }

    private JsonNode process(String name) throws IOException {
        for (JsonNode process : status().path("processes")) {
            if (process.path("name").asText().equals(name)) {
                return process;
            }
        }
        throw new AssertionError("No process " + name);
    }

    private String adminToken() throws IOException {
        return Files.readString(data.resolve("secret/admin-token")).strip();
    }

    private HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return http.send(request(path, token).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private String post(String path, String token, String body) throws IOException, InterruptedException {
        HttpRequest request = request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private List<String> processesOnTheData() {
        return processesOn(data);
    }

    private static List<String> processesOn(Path folder) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(command -> command.contains(folder.toString()))
                .toList();
    }
}
