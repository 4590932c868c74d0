package dev.slipway.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A suite that {@code ./slipway up} started, as its data folder tells of it. */
public final class RunningSuite {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path data;
    private final JsonNode state;

    private RunningSuite(Path data, JsonNode state) {
        this.data = data;
        this.state = state;
    }

    /** @param data the folder given to {@code ./slipway up --data} */
    public static RunningSuite in(Path data) {
        try {
            return new RunningSuite(
                    data, JSON.readTree(data.resolve("run/state.json").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("no suite is running with " + data, e);
        }
    }

    /** @param process such as {@code build-service}, {@code postgres} or {@code kafka} */
    public int port(String process) {
        for (JsonNode candidate : state.path("processes")) {
            if (candidate.path("name").asText().equals(process)) {
                return candidate.path("port").asInt();
            }
        }
        throw new IllegalStateException("the suite has no process " + process);
    }

    public String adminToken() {
        return secret("secret/admin-token");
    }

    /** Of the embedded server's superuser. */
    public String postgresPassword() {
        return secret("postgres/superuser.password");
    }

    /** Of the embedded broker's administrator. */
    public String kafkaPassword() {
        return secret("secret/kafka/admin.password");
    }

    /** The key that the gateway signs internal tokens with. */
    public Path gatewayKey() {
        return data.resolve("secret/identity/api-gateway.pem");
    }

    private String secret(String file) {
        try {
            return Files.readString(data.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " of the data folder", e);
        }
    }
}
