package dev.slipway.kit.servers;

import dev.slipway.events.Topic;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.inbox.DeadLetters;
import dev.slipway.kit.inbox.InboxConsumer;
import dev.slipway.kit.kafka.KafkaSettings;
import dev.slipway.kit.outbox.OutboxSignal;
import dev.slipway.kit.relay.OutboxRelay;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.flywaydb.core.Flyway;

/** What a service is made of, without Quarkus: so that it can be put together in any process, and be killed there. */
public final class KitParts implements AutoCloseable {

    public static final Duration PATIENCE = Duration.ofSeconds(60);
    public static final Duration LEASE = Duration.ofSeconds(2);

    public final TestSchema schema;
    public final Pool pool;
    public final OutboxSignal signal = new OutboxSignal();
    public final Database database;
    public final KafkaSettings kafka;
    public final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();

    private KitParts(TestSchema schema, String bootstrap) {
        this.schema = schema;
        this.pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(8))
                .connectingTo(PgConnectOptions.fromUri(schema.url() + "?search_path=" + schema.name())
                        .setUser(schema.user())
                        .setPassword(schema.password()))
                .using(vertx)
                .build();
        this.database = new Database(pool, signal);
        // Context propagation is set up by its first use, and not by two threads at once.
        await(pool.query("SELECT 1").execute());
        this.kafka = new KafkaSettings(bootstrap, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Connects to what exists. */
    public static KitParts connect(TestSchema schema, String bootstrap) {
        return new KitParts(schema, bootstrap);
    }

    /** Connects, and makes the tables and the topics first. */
    public static KitParts prepare(TestSchema schema, String bootstrap) {
        Flyway.configure()
                .dataSource("jdbc:" + schema.url(), schema.user(), schema.password())
                .schemas(schema.name())
                .defaultSchema(schema.name())
                .locations("db/kit", "db/migration")
                .load()
                .migrate();
        KitParts parts = connect(schema, bootstrap);
        parts.makeTopics(Stream.of(Topic.values())
                .flatMap(topic -> Stream.of(topic.topicName(), topic.deadLetters()))
                .toList());
        return parts;
    }

    public OutboxRelay relay(String holder) {
        return relay(holder, LEASE);
    }

    /** A relay whose lease outlives every test: only by being handed over does it end. */
    public OutboxRelay relay(String holder, Duration lease) {
        return new OutboxRelay(
                pool, "build-service", holder, kafka.connection(), lease, Duration.ofMillis(200), metrics);
    }

    /** As the service does it: woken by every commit of this process. */
    public OutboxRelay startRelay(String holder) {
        OutboxRelay relay = relay(holder);
        signal.listen(relay::wake);
        relay.start(() -> {});
        return relay;
    }

    public InboxConsumer inbox() {
        return new InboxConsumer(database, new DeadLetters(kafka, metrics), metrics);
    }

    public void makeTopics(List<String> names) {
        try (Admin admin = Admin.create(kafka.connection())) {
            for (String name : names) {
                makeTopic(admin, new NewTopic(name, 3, (short) 1));
            }
        }
    }

    public void makeTopic(String name, Map<String, String> settings) {
        try (Admin admin = Admin.create(kafka.connection())) {
            makeTopic(admin, new NewTopic(name, 1, (short) 1).configs(settings));
        }
    }

    private static void makeTopic(Admin admin, NewTopic topic) {
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public List<Row> select(String sql, Object... parameters) {
        RowSet<Row> rows =
                await(database.query(client -> client.preparedQuery(sql).execute(Tuple.from(List.of(parameters)))));
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    public long count(String sql, Object... parameters) {
        return select(sql, parameters).get(0).getLong(0);
    }

    /** A row straight into the outbox, for what {@code Transaction.publish} would refuse. */
    public void insertOutboxRow(String topic, UUID key, byte[] payload) {
        await(database.query(client -> client.preparedQuery(
                        "INSERT INTO outbox (event_id, topic, key, type, payload) VALUES ($1, $2, $3, 'test.v1', $4)")
                .execute(Tuple.of(UUID.randomUUID(), topic, key, io.vertx.core.buffer.Buffer.buffer(payload)))));
    }

    public static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        vertx.closeAndAwait();
    }
}
