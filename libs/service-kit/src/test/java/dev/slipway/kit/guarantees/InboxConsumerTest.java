package dev.slipway.kit.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.BuildQueued;
import dev.slipway.events.MessageType;
import dev.slipway.events.Topic;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.inbox.InboxConsumer;
import dev.slipway.kit.inbox.InboxRetention;
import dev.slipway.kit.inbox.MessageHandler;
import dev.slipway.kit.inbox.Received;
import dev.slipway.kit.kafka.CloudEventRecords;
import dev.slipway.kit.kafka.EventJson;
import dev.slipway.kit.servers.KitParts;
import dev.slipway.kit.servers.SharedServers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InboxConsumerTest {

    private static final String CONSUMER = "commands";
    private static final TopicPartition PARTITION = new TopicPartition(Topic.BUILD_COMMANDS.topicName(), 0);

    private final KitParts parts =
            KitParts.prepare(SharedServers.newSchema(), SharedServers.get().bootstrap());
    private final InboxConsumer inbox = parts.inbox();
    private final UUID build = UUID.randomUUID();
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void theSameMessageAHundredTimesHasOneEffect() {
        ConsumerRecord<String, byte[]> message = message(1);

        // When
        for (int i = 0; i < 50; i++) {
            consume(this::write, message);
        }
        consume(this::write, Collections.nCopies(50, message).toArray(ConsumerRecord[]::new));

        // Then
        assertThat(effects()).hasSize(1);
    }

    @Test
    void theSameMessageInManyReplicasAtOnceHasOneEffect() {
        List<ConsumerRecord<String, byte[]>> batch =
                IntStream.range(0, 20).mapToObj(this::message).toList();
        List<ConsumerRecord<String, byte[]>> reversed = new ArrayList<>(batch);
        Collections.reverse(reversed);

        // When
        List<CompletableFuture<Void>> all = Stream.iterate(0, i -> i < 16, i -> i + 1)
                .map(i -> inbox.consume(CONSUMER, records(i % 2 == 0 ? batch : reversed), this::write)
                        .subscribeAsCompletionStage())
                .toList();
        all.forEach(CompletableFuture::join);

        // Then
        assertThat(effects()).hasSize(20);
    }

    @Test
    void aBatchIsHandledInItsOrder() {
        // When
        consume(this::write, IntStream.range(0, 100).mapToObj(this::message).toArray(ConsumerRecord[]::new));

        // Then
        assertThat(effects())
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void whatDoesNotConcernTheHandlerLeavesNoTraceAndHoldsUpNothing() {
        MessageHandler ofEvenNumbers = new MessageHandler() {
            @Override
            public Uni<Void> handle(Transaction transaction, Received received) {
                return write(transaction, received);
            }

            @Override
            public boolean concerns(Received received) {
                return attempt(received) % 2 == 0;
            }
        };

        // When
        consume(ofEvenNumbers, batch(6));
        consume(ofEvenNumbers, message(7));

        // Then
        assertThat(effects()).containsExactly(0, 2, 4);
        assertThat(parts.select("SELECT event_id FROM inbox")).hasSize(3);
    }

    @Test
    void aHandlerOfManyGetsTheFreshOnesOfABatchAtOnceAndInTheirOrder() {
        List<List<Integer>> batches = new ArrayList<>();
        MessageHandler ofMany = new MessageHandler() {
            @Override
            public Uni<Void> handle(Transaction transaction, Received received) {
                return write(transaction, received);
            }

            @Override
            public Uni<Void> handleAll(String consumer, Transaction transaction, List<Received> messages) {
                batches.add(messages.stream().map(InboxConsumerTest::attempt).toList());
                return MessageHandler.super.handleAll(consumer, transaction, messages);
            }
        };
        ConsumerRecord<String, byte[]>[] batch = batch(5);
        consume(ofMany, batch[1], batch[3]);

        // When
        consume(ofMany, batch);

        // Then
        assertThat(batches).containsExactly(List.of(1, 3), List.of(0, 2, 4));
        assertThat(effects()).containsExactly(1, 3, 0, 2, 4);
    }

    @Test
    void twoConsumersOfOneServiceEachTakeTheMessage() {
        ConsumerRecord<String, byte[]> message = message(1);
        consume(this::write, message);

        // When
        KitParts.await(inbox.consume("another", records(List.of(message)), this::write));

        // Then
        assertThat(effects()).hasSize(2);
    }

    @Test
    void aPoisonedMessageInABatchIsFoundAndDeadLetteredWithItsCauseAndStopsNothingElse() {
        ConsumerRecord<String, byte[]>[] batch = batch(40);
        batch[17] = record(17, "not json".getBytes(StandardCharsets.UTF_8), eventHeaders());
        batch[23] = new ConsumerRecord<>(PARTITION.topic(), 0, 23, build.toString(), new byte[] {1});

        // When
        consume(
                (transaction, received) -> attempt(received) == 31
                        ? Uni.createFrom().failure(new IllegalArgumentException("no such flow"))
                        : write(transaction, received),
                batch);

        // Then
        assertThat(effects())
                .containsExactlyElementsOf(IntStream.range(0, 40)
                        .filter(i -> i != 17 && i != 23 && i != 31)
                        .boxed()
                        .toList());
        List<ConsumerRecord<String, byte[]>> letters = deadLetters(3);
        assertThat(letters)
                .extracting(letter -> TopicReader.header(letter, "slipway-offset"))
                .containsExactly("17", "23", "31");
        assertThat(letters)
                .extracting(letter -> TopicReader.header(letter, "slipway-cause"))
                .satisfiesExactly(
                        cause -> assertThat(cause).contains("dev.slipway.build.queued.v1"),
                        cause -> assertThat(cause).contains("not a CloudEvent"),
                        cause -> assertThat(cause).contains("no such flow"));
        assertThat(letters).allSatisfy(letter -> {
            assertThat(TopicReader.header(letter, "slipway-consumer")).isEqualTo(CONSUMER);
            assertThat(TopicReader.header(letter, "slipway-topic")).isEqualTo(PARTITION.topic());
            assertThat(TopicReader.header(letter, "slipway-partition")).isEqualTo("0");
            assertThat(Instant.parse(TopicReader.header(letter, "slipway-failed-at")))
                    .isBeforeOrEqualTo(Instant.now());
        });
        assertThat(letters.get(2).value()).isEqualTo(batch[31].value());
        assertThat(TopicReader.header(letters.get(2), "ce_type")).isEqualTo("dev.slipway.build.queued.v1");
    }

    @Test
    void aDeadLetterThatIsSentBackIsHandled() {
        ConsumerRecord<String, byte[]> message = message(5);
        consume((transaction, received) -> Uni.createFrom().failure(new IllegalStateException("a bug")), message);
        ConsumerRecord<String, byte[]> letter = deadLetters(1).get(0);

        // When
        consume(
                this::write,
                record(
                        900,
                        letter.value(),
                        Stream.of(letter.headers().toArray()).toList()));

        // Then
        assertThat(effects()).containsExactly(5);
    }

    @Test
    void aMessageOfATypeThatNobodyKnowsIsDeadLettered() {
        ProducerRecord<String, byte[]> unknown = CloudEventRecords.write(
                "build-service",
                UUID.randomUUID(),
                PARTITION.topic(),
                build,
                "dev.slipway.build.exploded.v9",
                "{}".getBytes(StandardCharsets.UTF_8),
                Instant.now(),
                null);

        // When
        consume(
                this::write,
                record(
                        1,
                        unknown.value(),
                        Stream.of(unknown.headers().toArray()).toList()));

        // Then
        assertThat(TopicReader.header(deadLetters(1).get(0), "slipway-cause"))
                .contains("dev.slipway.build.exploded.v9");
    }

    @Test
    void aHandlerThatThrowsAtOnceIsTreatedAsOneThatFails() {
        // When
        consume(
                (transaction, received) -> {
                    throw new IllegalStateException("thrown");
                },
                message(1));

        // Then
        assertThat(TopicReader.header(deadLetters(1).get(0), "slipway-cause")).contains("thrown");
    }

    @Test
    void aFailureThatPassesIsTriedAgainUntilItHasPassed() {
        // When
        consume(
                (transaction, received) ->
                        calls.incrementAndGet() < 4 ? raise(transaction, "40001") : write(transaction, received),
                batch(3));

        // Then
        assertThat(effects()).containsExactly(0, 1, 2);
        assertThat(parts.metrics.find("slipway.inbox.dead.letters").counter()).isNull();
    }

    @Test
    void whatIsUnavailableForAWhileIsTriedAgain() {
        // When
        consume(
                (transaction, received) -> calls.incrementAndGet() < 3
                        ? Uni.createFrom().failure(SlipwayException.unavailable("the registry is away"))
                        : write(transaction, received),
                message(0));

        // Then
        assertThat(effects()).containsExactly(0);
    }

    @Test
    void aDatabaseErrorThatWouldRepeatIsDeadLettered() {
        // When
        consume((transaction, received) -> raise(transaction, "23503"), message(0));

        // Then
        assertThat(TopicReader.header(deadLetters(1).get(0), "slipway-cause")).contains("23503");
    }

    @Test
    void aFailedEffectLeavesNoInboxRow() {
        // When
        consume(
                (transaction, received) -> write(transaction, received)
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("late"))),
                message(0));

        // Then
        assertThat(effects()).isEmpty();
        assertThat(parts.count("SELECT count(*) FROM inbox")).isZero();
    }

    @Test
    void theInboxRemembersForLongerThanAMessageCanComeBackAndNotForEver() {
        consume(this::write, message(0));
        makeOlder(Topic.RETENTION.plus(Topic.DEAD_LETTER_RETENTION));
        assertThat(forget()).isZero();
        makeOlder(Duration.ofDays(2));

        // When
        int forgotten = forget();

        // Then
        assertThat(forgotten).isEqualTo(1);
        assertThat(parts.count("SELECT count(*) FROM inbox")).isZero();
    }

    @Test
    void anEmptyBatchIsNothing() {
        assertThat(KitParts.await(inbox.consume(CONSUMER, ConsumerRecords.empty(), this::write)))
                .isNull();
    }

    @Test
    void aMessageWithoutATypeCannotBeRead() {
        assertThatThrownBy(() -> Received.of(record(1, new byte[0], List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private int forget() {
        return KitParts.await(new InboxRetention().deletePortion(parts.pool));
    }

    private void makeOlder(Duration age) {
        KitParts.await(parts.pool
                .preparedQuery("UPDATE inbox SET received_at = received_at - $1 * interval '1 second'")
                .execute(Tuple.of(age.toSeconds())));
    }

    private Uni<Void> write(Transaction transaction, Received received) {
        return transaction
                .connection()
                .preparedQuery("INSERT INTO effect (event_id, number) VALUES ($1, $2)")
                .execute(Tuple.of(received.eventId(), attempt(received)))
                .replaceWithVoid();
    }

    private static int attempt(Received received) {
        return ((BuildQueued) received.message()).attempt();
    }

    private static Uni<Void> raise(Transaction transaction, String sqlState) {
        return transaction
                .connection()
                .query("DO $$ BEGIN RAISE EXCEPTION 'as told: " + sqlState + "' USING ERRCODE = '" + sqlState
                        + "'; END $$")
                .execute()
                .replaceWithVoid();
    }

    private List<Integer> effects() {
        return parts.select("SELECT number FROM effect ORDER BY id").stream()
                .map(row -> row.getInteger(0))
                .toList();
    }

    private List<ConsumerRecord<String, byte[]>> deadLetters(int count) {
        try (TopicReader reader = new TopicReader(
                parts.kafka.connection(),
                Topic.BUILD_COMMANDS.deadLetters(),
                letter -> build.toString().equals(letter.key()))) {
            org.awaitility.Awaitility.await()
                    .atMost(KitParts.PATIENCE)
                    .until(() -> reader.read(Duration.ofMillis(100)).size() >= count);
            assertThat(reader.read(Duration.ofMillis(200))).hasSize(count);
            return reader.read(Duration.ZERO);
        }
    }

    @SafeVarargs
    private void consume(MessageHandler handler, ConsumerRecord<String, byte[]>... batch) {
        KitParts.await(inbox.consume(CONSUMER, records(List.of(batch)), handler));
    }

    private static ConsumerRecords<String, byte[]> records(List<ConsumerRecord<String, byte[]>> batch) {
        return new ConsumerRecords<>(Map.of(PARTITION, batch), Map.of());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private ConsumerRecord<String, byte[]>[] batch(int size) {
        return IntStream.range(0, size).mapToObj(this::message).toArray(ConsumerRecord[]::new);
    }

    private ConsumerRecord<String, byte[]> message(int number) {
        ProducerRecord<String, byte[]> sent = CloudEventRecords.write(
                "build-service",
                UUID.randomUUID(),
                PARTITION.topic(),
                build,
                MessageType.BUILD_QUEUED.type(),
                EventJson.write(new BuildQueued(build, number)),
                Instant.now(),
                null);
        return record(number, sent.value(), Stream.of(sent.headers().toArray()).toList());
    }

    private List<org.apache.kafka.common.header.Header> eventHeaders() {
        return Stream.of(message(0).headers().toArray()).toList();
    }

    private ConsumerRecord<String, byte[]> record(
            long offset, byte[] value, List<org.apache.kafka.common.header.Header> headers) {
        return new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                0L,
                TimestampType.CREATE_TIME,
                0,
                0,
                build.toString(),
                value,
                new org.apache.kafka.common.header.internals.RecordHeaders(headers),
                java.util.Optional.empty());
    }
}
