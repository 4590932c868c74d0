package dev.slipway.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A suite that this process starts and stops by {@code ./slipway}, from jars that are built already. */
public final class LocalSuite {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final Path data;
    private final int port;

    public LocalSuite(Path root, Path data, int port) {
        this.root = root;
        this.data = data;
        this.port = port;
    }

    /** Starts it; how long that took until everything was ready, in nanoseconds. */
    public long up() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        slipway("up", "--detach", "--data", data.toString(), "--port", String.valueOf(port));
        return System.nanoTime() - begun;
    }

    public void down() throws IOException, InterruptedException {
        slipway("down", "--data", data.toString());
    }

    /** A process as {@code status --json} shows it. */
    public JsonNode process(String name) throws IOException {
        for (JsonNode process : state().path("processes")) {
            if (process.path("name").asText().equals(name)) {
                return process;
            }
        }
        throw new IOException("the suite has no process " + name);
    }

    /** Of the launcher and of every process that it started, with what these started. */
    public List<Long> pids() throws IOException {
        JsonNode state = state();
        List<Long> pids = new ArrayList<>();
        pids.add(state.path("launcher_pid").asLong());
        for (JsonNode process : state.path("processes")) {
            if (process.path("pid").asLong() > 0) {
                pids.add(process.path("pid").asLong());
            }
        }
        List<Long> all = new ArrayList<>(pids);
        pids.forEach(pid -> ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .forEach(all::add));
        return all.stream().distinct().toList();
    }

    /** It is replaced as a whole, so it can be read at any time. */
    private JsonNode state() throws IOException {
        return JSON.readTree(data.resolve("run/state.json").toFile());
    }

    private void slipway(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(root.resolve("slipway").toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(data.toAbsolutePath().getParent(), "slipway", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().put("SLIPWAY_BUILD", "never");
        int exit = builder.start().waitFor();
        if (exit != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + exit + ":\n" + Files.readString(output));
        }
        Files.delete(output);
    }
}
