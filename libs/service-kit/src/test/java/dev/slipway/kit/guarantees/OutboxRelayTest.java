package dev.slipway.kit.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.BuildQueued;
import dev.slipway.events.BuildRefused;
import dev.slipway.events.Origin;
import dev.slipway.events.Topic;
import dev.slipway.kit.relay.OutboxRelay;
import dev.slipway.kit.servers.KitParts;
import dev.slipway.kit.servers.SharedServers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxRelayTest {

    private static final String COMMANDS = Topic.BUILD_COMMANDS.topicName();

    private final KitParts parts =
            KitParts.prepare(SharedServers.newSchema(), SharedServers.get().bootstrap());
    private final Writer writer = new Writer(parts);
    private final UUID id = UUID.randomUUID();

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void theRowWithTheLowerIdCommitsLastAndIsStillPublished() {
        UUID slow = UUID.randomUUID();
        SqlConnection connection = KitParts.await(parts.pool.getConnection());
        Transaction open = KitParts.await(connection.begin());
        insert(connection, slow);
        try (OutboxRelay relay = parts.startRelay("r");
                TopicReader reader = read(COMMANDS, slow, id)) {
            KitParts.await(writer.raise(id));
            reader.awaitEvents(1, KitParts.PATIENCE);
            awaitEmptyOutbox();

            // When
            KitParts.await(open.commit());
            relay.wake();

            // Then
            reader.awaitEvents(2, KitParts.PATIENCE);
            assertThat(reader.read(Duration.ZERO))
                    .extracting(kafkaRecord -> kafkaRecord.key())
                    .containsExactly(id.toString(), slow.toString());
            awaitEmptyOutbox();
        }
    }

    @Test
    void aFailingOutboxInsertRollsTheStateChangeBack() {
        KitParts.await(parts.database.query(client ->
                client.query("ALTER TABLE outbox ADD CHECK (type = 'none')").execute()));

        // When
        assertThatThrownBy(() -> KitParts.await(writer.raise(id))).hasMessageContaining("outbox");

        // Then
        assertThat(parts.count("SELECT count(*) FROM counter")).isZero();
    }

    @Test
    void aFailingStateChangePublishesNothing() {
        // When
        assertThatThrownBy(() -> KitParts.await(parts.database.inTransaction(transaction -> transaction
                        .publish(new BuildQueued(id, 1))
                        .chain(() -> Uni.createFrom().<Void>failure(new IllegalStateException("no"))))))
                .hasMessage("no");

        // Then
        assertThat(parts.count("SELECT count(*) FROM outbox")).isZero();
    }

    @Test
    void aFailureBeforeTheFirstStatementLeavesNoTransactionOpen() {
        // When
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> KitParts.await(parts.database.inTransaction(transaction -> {
                        throw new IllegalStateException("at once");
                    })))
                    .hasMessage("at once");
        }

        // Then
        assertThat(KitParts.await(writer.raise(id))).isEqualTo(1);
    }

    @Test
    void aSignalThatFailsAfterTheCommitDoesNotFailTheTransaction() {
        parts.signal.listen(() -> {
            throw new IllegalStateException("the relay is gone");
        });

        // When
        int version = KitParts.await(writer.raise(id));

        // Then
        assertThat(version).isEqualTo(1);
    }

    @Test
    void aMessageThatNoBrokerWouldTakeIsRefusedInItsTransaction() {
        BuildRefused huge = new BuildRefused(id, Origin.api(), "invalid", "x".repeat(1024 * 1024));

        // When
        assertThatThrownBy(() -> KitParts.await(parts.database.inTransaction(transaction -> transaction.publish(huge))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BuildRefused");

        // Then
        assertThat(parts.count("SELECT count(*) FROM outbox")).isZero();
    }

    @Test
    void nothingBehindAFailedRowAppearsBeforeIt() throws Exception {
        String topic = "narrow-" + id;
        parts.makeTopic(topic, Map.of("max.message.bytes", "200000"));
        byte[] tooLargeForNow = new byte[300_000];
        new Random(1).nextBytes(tooLargeForNow);
        parts.insertOutboxRow(topic, id, "first".getBytes(StandardCharsets.UTF_8));
        parts.insertOutboxRow(topic, id, tooLargeForNow);
        for (int i = 0; i < 50; i++) {
            byte[] behind = new byte[200];
            new Random(i).nextBytes(behind);
            parts.insertOutboxRow(topic, id, behind);
        }
        try (OutboxRelay relay = parts.startRelay("r");
                TopicReader reader = read(topic, id)) {
            // Several attempts, each of which fails at the second row.
            await().atMost(KitParts.PATIENCE)
                    .until(() ->
                            parts.metrics.counter("slipway.outbox.failures").count() >= 3);
            assertThat(reader.read(Duration.ofSeconds(1)))
                    .hasSizeLessThanOrEqualTo(4)
                    .allSatisfy(kafkaRecord -> assertThat(new String(kafkaRecord.value(), StandardCharsets.UTF_8))
                            .isEqualTo("first"));

            // When
            widen(topic);

            // Then
            reader.awaitEvents(52, KitParts.PATIENCE);
            awaitEmptyOutbox();
            assertThat(TopicReader.events(reader.read(Duration.ofMillis(200)))).hasSize(52);
            List<Integer> sizes = reader.read(Duration.ZERO).stream()
                    .map(kafkaRecord -> kafkaRecord.value().length)
                    .distinct()
                    .toList();
            assertThat(sizes).containsExactly(5, 300_000, 200);
            assertThat(relay.isLeading()).isTrue();
        }
    }

    @Test
    void aTopicThatDoesNotExistHoldsUpNoOther() {
        String late = "late-" + id;
        for (int i = 0; i < 600; i++) {
            parts.insertOutboxRow(late, id, ("late " + i).getBytes(StandardCharsets.UTF_8));
        }
        UUID other = UUID.randomUUID();
        KitParts.await(writer.raise(other));
        try (OutboxRelay relay = parts.startRelay("r")) {

            // When, Then
            try (TopicReader reader = read(COMMANDS, other)) {
                reader.awaitEvents(1, Duration.ofSeconds(60));
            }

            // When
            parts.makeTopic(late, Map.of());

            // Then
            try (TopicReader reader = read(late, id)) {
                reader.awaitEvents(600, KitParts.PATIENCE);
            }
            assertThat(relay.isLeading()).isTrue();
        }
    }

    @Test
    void whatOneRoundTakesIntoMemoryIsBounded() {
        String topic = "bulky-" + id;
        parts.makeTopic(topic, Map.of());
        for (int i = 0; i < 30; i++) {
            parts.insertOutboxRow(topic, id, new byte[500_000]);
        }

        // When
        try (OutboxRelay relay = parts.startRelay("r");
                TopicReader reader = read(topic, id)) {

            // Then
            reader.awaitEvents(30, KitParts.PATIENCE);
            awaitEmptyOutbox();
            assertThat(parts.metrics.counter("slipway.outbox.failures").count()).isZero();
            assertThat(relay.isLeading()).isTrue();
        }
    }

    @Test
    void aRelayThatIsClosedHandsOverAtOnce() {
        Duration longerThanAnybodyWaits = Duration.ofHours(1);
        OutboxRelay first = parts.relay("first", longerThanAnybodyWaits);
        first.start(() -> {});
        await().atMost(KitParts.PATIENCE).until(first::isLeading);
        OutboxRelay second = parts.relay("second", Duration.ofSeconds(2));
        second.start(() -> {});

        // When
        first.close();

        // Then
        await().atMost(KitParts.PATIENCE).until(second::isLeading);
        assertThat(first.isLeading()).isFalse();
        second.close();
    }

    @Test
    void aRelayThatDoesNotLeadPassesTheSignalOn() throws Exception {
        try (OutboxRelay leader = parts.startRelay("leader")) {
            await().atMost(KitParts.PATIENCE).until(leader::isLeading);
            OutboxRelay follower = parts.relay("follower");
            CountDownLatch passed = new CountDownLatch(1);
            follower.start(passed::countDown);

            // When
            follower.wake();

            // Then
            assertThat(passed.await(5, TimeUnit.SECONDS)).isTrue();
            follower.close();
        }
    }

    private void insert(SqlConnection connection, UUID key) {
        KitParts.await(connection
                .preparedQuery(
                        "INSERT INTO outbox (event_id, topic, key, type, payload) VALUES ($1, $2, $3, 'test.v1', '{}')")
                .execute(Tuple.of(UUID.randomUUID(), COMMANDS, key)));
    }

    private void awaitEmptyOutbox() {
        await().atMost(KitParts.PATIENCE).until(() -> parts.count("SELECT count(*) FROM outbox") == 0);
    }

    private void widen(String topic) throws Exception {
        try (Admin admin = Admin.create(parts.kafka.connection())) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", "1000000"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private TopicReader read(String topic, UUID... keys) {
        return TopicReader.ofKeys(parts.kafka.connection(), topic, Set.of(keys));
    }
}
