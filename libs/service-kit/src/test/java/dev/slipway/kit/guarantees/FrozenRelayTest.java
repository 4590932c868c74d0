package dev.slipway.kit.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Topic;
import dev.slipway.kit.servers.KitParts;
import dev.slipway.kit.servers.SharedServers;
import dev.slipway.kit.servers.TestSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FrozenRelayTest {

    private final TestSchema schema = SharedServers.newSchema();
    private final String bootstrap = SharedServers.get().bootstrap();
    private final Set<UUID> aggregates =
            IntStream.range(0, 7).mapToObj(i -> UUID.randomUUID()).collect(Collectors.toCollection(LinkedHashSet::new));

    @Test
    void aLeadingRelayThatIsFrozenPastItsLeaseAndWokenBreaksNoOrder() {
        freezeAgainAndAgain(2);
    }

    @Test
    @Tag("chaos")
    void aLeadingRelayThatIsFrozenAgainAndAgainBreaksNoOrder() {
        freezeAgainAndAgain(25);
    }

    private void freezeAgainAndAgain(int rounds) {
        Random random = new Random(7);
        try (KitParts parts = KitParts.prepare(schema, bootstrap);
                ChildProcess one = ChildProcess.start(RelayingChild.class, schema, bootstrap, "one");
                ChildProcess two = ChildProcess.start(RelayingChild.class, schema, bootstrap, "two")) {
            one.awaitLines(1);
            two.awaitLines(1);
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<int[]> writing = CompletableFuture.supplyAsync(() -> write(parts, enough));
            for (int round = 0; round < rounds; round++) {
                await().atMost(KitParts.PATIENCE).until(() -> leads(one) != leads(two));
                ChildProcess leader = leads(one) ? one : two;
                ChildProcess other = leads(one) ? two : one;
                // Anywhere: while it reads, while it sends, before it deletes.
                pause(random.nextInt(300));

                // When
                leader.freeze();
                await().atMost(KitParts.PATIENCE).until(() -> leads(other));
                pause(random.nextInt(500));
                leader.thaw();

                // Then
                await().atMost(KitParts.PATIENCE).until(() -> !leads(leader));
            }
            enough.set(true);
            int[] versions = writing.join();
            assertOrderPerAggregate(parts, versions);
        }
    }

    private void assertOrderPerAggregate(KitParts parts, int[] versions) {
        List<UUID> ids = List.copyOf(aggregates);
        try (TopicReader reader =
                TopicReader.ofKeys(parts.kafka.connection(), Topic.BUILD_COMMANDS.topicName(), aggregates)) {
            FirstAppearances appearances =
                    reader.awaitFirstAppearances(IntStream.of(versions).sum(), KitParts.PATIENCE);
            for (int i = 0; i < versions.length; i++) {
                List<String> expected = new ArrayList<>();
                for (int version = 1; version <= versions[i]; version++) {
                    expected.add(Writer.message(ids.get(i), version));
                }
                assertThat(appearances.of(ids.get(i).toString())).isEqualTo(expected);
            }
        }
        await().atMost(KitParts.PATIENCE).until(() -> parts.count("SELECT count(*) FROM outbox") == 0);
    }

    /** Raises one aggregate after the other without a pause; the last version of each. */
    private int[] write(KitParts parts, AtomicBoolean enough) {
        Writer writer = new Writer(parts);
        List<UUID> ids = List.copyOf(aggregates);
        int[] versions = new int[ids.size()];
        for (int i = 0; !enough.get(); i = (i + 1) % ids.size()) {
            versions[i] = KitParts.await(writer.raise(ids.get(i)));
        }
        return versions;
    }

    private static boolean leads(ChildProcess child) {
        List<String> lines = child.lines();
        return lines.get(lines.size() - 1).equals("leads");
    }

    /** Chooses the moment; nothing is waited for. */
    private static void pause(int millis) {
        await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
    }
}
