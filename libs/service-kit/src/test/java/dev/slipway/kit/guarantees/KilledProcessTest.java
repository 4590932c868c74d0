package dev.slipway.kit.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Topic;
import dev.slipway.kit.relay.OutboxRelay;
import dev.slipway.kit.servers.KitParts;
import dev.slipway.kit.servers.SharedServers;
import dev.slipway.kit.servers.TestSchema;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KilledProcessTest {

    private final TestSchema schema = SharedServers.newSchema();
    private final String bootstrap = SharedServers.get().bootstrap();
    private final Set<UUID> aggregates =
            IntStream.range(0, 5).mapToObj(i -> UUID.randomUUID()).collect(Collectors.toCollection(LinkedHashSet::new));

    @Test
    void aProcessThatIsKilledBetweenCommitAndPublishLosesNothing() {
        try (KitParts parts = KitParts.prepare(schema, bootstrap)) {
            List<String> committed;
            try (ChildProcess child = child("silent")) {
                child.awaitLines(50);

                // When
                child.kill();
                committed = child.lines();
            }

            // Then
            assertThat(committed).hasSizeGreaterThanOrEqualTo(50);
            assertEverythingIsPublished(parts);
        }
    }

    @Test
    void aPublishingProcessThatIsKilledAnywhereLosesNothing() {
        killAgainAndAgain(2);
    }

    @Test
    @Tag("chaos")
    void aPublishingProcessThatIsKilledAnywhereLosesNothingInThirtyRounds() {
        killAgainAndAgain(30);
    }

    private void killAgainAndAgain(int rounds) {
        Random random = new Random(42);
        try (KitParts parts = KitParts.prepare(schema, bootstrap)) {
            for (int round = 0; round < rounds; round++) {
                try (ChildProcess child = child("relay")) {
                    child.awaitLines(1 + random.nextInt(300));

                    // When
                    child.kill();
                }
            }

            // Then
            assertEverythingIsPublished(parts);
        }
    }

    private ChildProcess child(String how) {
        String ids = aggregates.stream().map(UUID::toString).collect(Collectors.joining(","));
        return ChildProcess.start(CommittingChild.class, schema, bootstrap, ids, how);
    }

    /** What is committed, said or not, appears; what appears is committed; each aggregate in its order. */
    private void assertEverythingIsPublished(KitParts parts) {
        List<Row> rows = parts.select("SELECT id, version FROM counter");
        int changes = rows.stream().mapToInt(row -> row.getInteger("version")).sum();
        try (OutboxRelay relay = parts.startRelay("survivor");
                TopicReader reader =
                        TopicReader.ofKeys(parts.kafka.connection(), Topic.BUILD_COMMANDS.topicName(), aggregates)) {
            reader.awaitEvents(changes, KitParts.PATIENCE);
            for (Row row : rows) {
                UUID id = row.getUUID("id");
                List<String> expected = new ArrayList<>();
                for (int version = 1; version <= row.getInteger("version"); version++) {
                    expected.add(Writer.message(id, version));
                }
                assertThat(reader.firstAppearances().of(id.toString())).isEqualTo(expected);
            }
            assertThat(TopicReader.events(reader.read(Duration.ofMillis(300)))).hasSize(changes);
            assertThat(relay.isLeading()).isTrue();
        }
    }
}
