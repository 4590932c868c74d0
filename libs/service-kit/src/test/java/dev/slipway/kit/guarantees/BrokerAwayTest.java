package dev.slipway.kit.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Topic;
import dev.slipway.kit.relay.OutboxRelay;
import dev.slipway.kit.servers.KitParts;
import dev.slipway.kit.servers.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BrokerAwayTest {

    private static TestServers servers;
    private static int schemas;

    private final Set<UUID> aggregates =
            IntStream.range(0, 5).mapToObj(i -> UUID.randomUUID()).collect(Collectors.toCollection(LinkedHashSet::new));
    private KitParts parts;

    @BeforeAll
    static void startServers() {
        servers = TestServers.start();
    }

    @AfterAll
    static void stopServers() {
        servers.close();
    }

    @BeforeEach
    void prepare() {
        parts = KitParts.prepare(servers.schema("away_" + ++schemas), servers.bootstrap());
    }

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void whatIsCommittedWhileTheBrokerIsDeadCatchesUpInOrder() {
        awayFor(Duration.ofSeconds(3), servers::killKafka, servers::startKafka);
    }

    @Test
    void whatIsCommittedWhileTheBrokerIsFrozenCatchesUpInOrder() {
        awayFor(Duration.ofSeconds(3), this::freeze, this::thaw);
    }

    @Test
    @Tag("chaos")
    void whatIsCommittedWhileTheBrokerIsDeadForThirtySecondsCatchesUpInOrder() {
        awayFor(Duration.ofSeconds(30), servers::killKafka, servers::startKafka);
    }

    @Test
    @Tag("chaos")
    void whatIsCommittedWhileTheBrokerIsFrozenForThirtySecondsCatchesUpInOrder() {
        awayFor(Duration.ofSeconds(30), this::freeze, this::thaw);
    }

    private void freeze() {
        Signals.send("STOP", servers.kafkaPid());
    }

    private void thaw() {
        Signals.send("CONT", servers.kafkaPid());
    }

    private void awayFor(Duration time, Runnable take, Runnable giveBack) {
        Writer writer = new Writer(parts);
        try (OutboxRelay relay = parts.startRelay("r")) {
            int versions = 0;
            for (; versions < 20; versions++) {
                raiseAll(writer);
            }

            // When
            take.run();
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                raiseAll(writer);
                versions++;
                await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            }
            giveBack.run();
            for (int i = 0; i < 20; i++, versions++) {
                raiseAll(writer);
            }

            // Then
            assertOrderPerAggregate(versions);
            assertThat(relay.isLeading()).isTrue();
        }
    }

    private void raiseAll(Writer writer) {
        aggregates.forEach(id -> KitParts.await(writer.raise(id)));
    }

    private void assertOrderPerAggregate(int versions) {
        try (TopicReader reader =
                TopicReader.ofKeys(parts.kafka.connection(), Topic.BUILD_COMMANDS.topicName(), aggregates)) {
            reader.awaitEvents(versions * aggregates.size(), Duration.ofSeconds(60));
            for (UUID id : aggregates) {
                List<String> expected = new ArrayList<>();
                for (int version = 1; version <= versions; version++) {
                    expected.add(Writer.message(id, version));
                }
                assertThat(reader.firstAppearances().of(id.toString())).isEqualTo(expected);
            }
        }
        await().atMost(KitParts.PATIENCE).until(() -> parts.count("SELECT count(*) FROM outbox") == 0);
    }
}
