package dev.slipway.bench.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.bench.load.HttpAnswer;
import dev.slipway.bench.load.HttpConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The flows that load is spread over, all of one small local repository. */
public final class SampleFlows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SampleFlows() {}

    /**
     * Registers them through the gateway.
     *
     * @return their ids
     */
    public static List<String> register(RunningSuite suite, Path repository, int count) throws IOException {
        String owner = "bench-" + UUID.randomUUID().toString().substring(0, 8);
        List<String> ids = new ArrayList<>();
        try (HttpConnection gateway = new HttpConnection(suite.port("api-gateway"))) {
            for (int i = 0; i < count; i++) {
                String body = JSON.writeValueAsString(Map.of(
                        "name",
                        "sample " + i,
                        "repository",
                        owner + "/sample-" + i,
                        "source_url",
                        repository.toUri().toString(),
                        "default_branch",
                        "main"));
                HttpAnswer answer = gateway.post("/platform/v1/flows", "Bearer " + suite.adminToken(), body);
                if (answer.status() != 201) {
                    throw new IOException("registering a flow was answered " + answer.status() + ": " + answer.body());
                }
                ids.add(JSON.readTree(answer.body()).path("id").asText());
            }
        }
        return ids;
    }
}
