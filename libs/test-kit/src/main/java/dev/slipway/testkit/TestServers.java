package dev.slipway.testkit;

import dev.slipway.embedded.EmbeddedKafka;
import dev.slipway.embedded.EmbeddedPostgres;
import dev.slipway.embedded.FileTrees;
import dev.slipway.embedded.KafkaOptions;
import dev.slipway.embedded.PostgresOptions;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * A PostgreSQL and a Kafka of one's own. Each keeps its port and its data when it is stopped, killed and started again, which is what
 * fault tests do with it. Both end with this JVM, in whatever way it ends.
 */
public final class TestServers implements AutoCloseable {

    private final Path folder;
    private final PostgresOptions postgresOptions;
    private final KafkaOptions kafkaOptions;
    private EmbeddedPostgres postgres;
    private EmbeddedKafka kafka;

    private TestServers(Path folder, EmbeddedPostgres postgres, EmbeddedKafka kafka) {
        this.folder = folder;
        this.postgres = postgres;
        this.kafka = kafka;
        this.postgresOptions = postgresOptions(folder).onPort(postgres.port());
        this.kafkaOptions = kafkaOptions(folder).onPort(kafka.port());
    }

    /** Starts both, side by side, on free ports, empty. */
    public static TestServers start() {
        Path folder = TestFolders.fresh("servers-");
        CompletableFuture<EmbeddedKafka> kafka =
                CompletableFuture.supplyAsync(() -> EmbeddedKafka.start(kafkaOptions(folder)));
        EmbeddedPostgres postgres = EmbeddedPostgres.start(postgresOptions(folder));
        return new TestServers(folder, postgres, kafka.join());
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    /** Starts PostgreSQL again after its {@code close()} or {@code kill()}, on the same port with the same data. */
    public void startPostgres() {
        postgres = EmbeddedPostgres.start(postgresOptions);
    }

    /** Starts Kafka again after its {@code close()} or {@code kill()}, on the same port with the same data. */
    public void startKafka() {
        kafka = EmbeddedKafka.start(kafkaOptions);
    }

    @Override
    public void close() {
        kafka.close();
        postgres.close();
        FileTrees.delete(folder);
    }

    private static PostgresOptions postgresOptions(Path folder) {
        return PostgresOptions.in(TestFolders.postgresBinaries(), folder.resolve("postgres"))
                .endingWithParent();
    }

    private static KafkaOptions kafkaOptions(Path folder) {
        return KafkaOptions.in(folder.resolve("kafka")).endingWithParent();
    }
}
