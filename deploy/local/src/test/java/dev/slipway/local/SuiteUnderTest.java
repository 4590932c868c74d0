package dev.slipway.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.embedded.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A suite as its user sees it: a data folder, a port, the script and HTTP.
 *
 * @param data an empty folder of its own
 */
record SuiteUnderTest(Path data, int port) {

    static final int PROCESSES = 8;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static SuiteUnderTest make(String prefix) throws IOException {
        Path parent = Path.of("target", "suite-data").toAbsolutePath();
        Files.createDirectories(parent);
        return new SuiteUnderTest(Files.createTempDirectory(parent, prefix), FreePorts.take());
    }

    /** On this suite's data folder. */
    SlipwayScript.Outcome slipway(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return SlipwayScript.run(all.toArray(String[]::new));
    }

    SlipwayScript.Outcome upInTheBackground() {
        return slipway("up", "--detach", "--port", Integer.toString(port));
    }

    JsonNode status() throws IOException {
        return JSON.readTree(slipway("status", "--json").out());
    }

    JsonNode process(String name) throws IOException {
        for (JsonNode process : status().path("processes")) {
            if (process.path("name").asText().equals(name)) {
                return process;
            }
        }
        throw new AssertionError("No process " + name);
    }

    /** Every process of the suite itself, the launcher first. */
    List<ProcessHandle> handles() throws IOException {
        List<ProcessHandle> all = new ArrayList<>();
        JsonNode status = status();
        ProcessHandle.of(status.path("launcher_pid").asLong()).ifPresent(all::add);
        status.path("processes")
                .forEach(process ->
                        ProcessHandle.of(process.path("pid").asLong()).ifPresent(all::add));
        return all;
    }

    String adminToken() throws IOException {
        return Files.readString(data.resolve("secret/admin-token")).strip();
    }

    int statusOf(String path, String token) throws IOException, InterruptedException {
        return HTTP.send(request(path, token).GET().build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path, adminToken()).GET());
    }

    JsonNode post(String path, String body) throws IOException, InterruptedException {
        return send(request(path, adminToken())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Command lines of what has this data folder on it: services, servers, and the supervisors of steps and apps. */
    List<String> commandLines() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(command -> command.contains(data.toString()))
                .toList();
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return JSON.readTree(
                HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }
}
