package dev.slipway.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.events.BuildQueued;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.BuildStatusChanged;
import dev.slipway.events.GitRef;
import dev.slipway.events.Message;
import dev.slipway.events.MessageType;
import dev.slipway.events.Origin;
import dev.slipway.events.RunStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

    private static final int SAMPLES = 200;
    private static final int SNAPSHOT_MAX_BYTES = 256 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void everyMessageComesBackAsItWasSent(MessageType type) {
        RandomRecords records = new RandomRecords(type.ordinal());
        for (int i = 0; i < SAMPLES; i++) {
            Message message = records.next(type.record());

            // When
            Message arrived = EventJson.read(type, EventJson.write(message));

            // Then
            assertThat(arrived).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void everyMessageIsWhatItsSchemaSays(MessageType type) throws IOException {
        JsonNode schema = schema(type);
        RandomRecords records = new RandomRecords(type.ordinal());
        for (int i = 0; i < SAMPLES; i++) {
            // When
            JsonNode json = JSON.readTree(EventJson.write(records.next(type.record())));

            // Then
            assertThat(SchemaMismatches.of(schema, json)).isEmpty();
        }
    }

    @Test
    void aReaderIgnoresWhatItDoesNotKnow() {
        UUID id = UUID.randomUUID();
        String json = "{\"build_id\":\"" + id + "\",\"attempt\":2,\"of_the_future\":{\"a\":[1]}}";

        // When
        Message message = EventJson.read(MessageType.BUILD_QUEUED, json.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(message).isEqualTo(new BuildQueued(id, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "7", "\"text\"", "{\"build_id\":\"not-a-uuid\",\"attempt\":1}"})
    void whatIsNoMessageOfTheTypeIsRefused(String json) {
        assertThatThrownBy(() -> EventJson.read(MessageType.BUILD_QUEUED, json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"attempt\":1}",
                "{\"build_id\":null,\"attempt\":1}",
                "{\"build_id\":\"7f4df8ca-4d8c-4b9b-8d0f-3f3f24a2d5a1\"}"
            })
    void aMessageThatLacksWhatItMustHaveIsRefused(String json) {
        assertThatThrownBy(() -> EventJson.read(MessageType.BUILD_QUEUED, json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSnapshotOfALargeBuildKeepsItsBound() {
        // When
        byte[] json = EventJson.write(new BuildStatusChanged(
                BuildStatusChanged.Change.FINISHED, List.of("s".repeat(255)), RunStatus.RUNNING, large()));

        // Then
        assertThat(json.length).isLessThanOrEqualTo(SNAPSHOT_MAX_BYTES);
    }

    /** Fifty steps, and every text at its bound and written in the longest way that JSON has. */
    private static BuildSnapshot large() {
        Instant time = Instant.parse("2026-01-02T03:04:05.123456789Z");
        String name = "\u0001".repeat(255);
        List<BuildSnapshot.Step> steps = IntStream.range(0, 50)
                .mapToObj(i -> new BuildSnapshot.Step(i, name, RunStatus.SUCCEEDED, Integer.MIN_VALUE, time, time))
                .toList();
        List<BuildSnapshot.Stage> stages = IntStream.range(0, 50)
                .mapToObj(i -> new BuildSnapshot.Stage(name, RunStatus.SUCCEEDED))
                .toList();
        return new BuildSnapshot(
                UUID.randomUUID(),
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Integer.MAX_VALUE,
                RunStatus.TIMED_OUT,
                "r".repeat(1000),
                new BuildSnapshot.Flow(UUID.randomUUID(), Long.MAX_VALUE, name, name, name, "u".repeat(2000), name),
                new GitRef(GitRef.Kind.BRANCH, name, "0".repeat(40)),
                new BuildSnapshot.Commit("0".repeat(40), "\u0001".repeat(4096), name, name, time),
                new BuildSnapshot.Trigger(BuildSnapshot.Trigger.Event.PULL_REQUEST, name),
                name,
                Origin.api(),
                time,
                time,
                time,
                stages,
                List.of(new BuildSnapshot.Job(
                        UUID.randomUUID(),
                        Long.MAX_VALUE,
                        1,
                        RunStatus.FAILED,
                        1,
                        "e".repeat(1000),
                        time,
                        time,
                        steps)));
    }

    private static JsonNode schema(MessageType type) throws IOException {
        try (InputStream schema = MessageType.class.getResourceAsStream("/schemas/" + type.type() + ".json")) {
            return JSON.readTree(schema);
        }
    }
}
