package dev.slipway.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Prints a build's log while it is written, until the server says that it has ended. */
final class LiveLog {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data:";
    private static final String END = "event:end";

    private final DemoApi api;
    private final PrintStream out;

    LiveLog(DemoApi api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    /**
     * @param stepNames by position
     * @return how many lines there were
     */
    int follow(String buildId, List<String> stepNames, Duration atMost) {
        CompletableFuture<Integer> lines =
                CompletableFuture.supplyAsync(() -> printAll("/platform/v1/builds/" + buildId + "/log", stepNames));
        try {
            return lines.get(atMost.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new DemoFailure("The log did not end within " + atMost.toSeconds() + " s", late);
        } catch (ExecutionException failed) {
            throw new DemoFailure("The log cannot be followed: " + failed.getCause(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("Interrupted", interrupted);
        }
    }

    private int printAll(String path, List<String> stepNames) {
        int count = 0;
        try (Stream<String> events = api.events(path)) {
            for (Iterator<String> lines = events.iterator(); lines.hasNext(); ) {
                String line = lines.next();
                if (line.replace(" ", "").equals(END)) {
                    return count;
                }
                if (line.startsWith(DATA)) {
                    print(JSON.readTree(line.substring(DATA.length())), stepNames);
                    count++;
                }
            }
        } catch (JsonProcessingException noJson) {
            throw new DemoFailure("A line of the log is no JSON", noJson);
        }
        throw new DemoFailure("The log broke off after " + count + " lines");
    }

    private void print(JsonNode line, List<String> stepNames) {
        int step = line.path("step").asInt();
        String name = step < stepNames.size() ? stepNames.get(step) : "step " + step;
        out.println("    " + name + " | " + line.path("text").asText());
        out.flush();
    }
}
