package dev.slipway.kit.servers;

import dev.slipway.embedded.EmbeddedKafka;
import dev.slipway.embedded.EmbeddedPostgres;
import dev.slipway.embedded.KafkaOptions;
import dev.slipway.embedded.PostgresOptions;
import dev.slipway.embedded.ServiceSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A real PostgreSQL and a real Kafka of one's own, to be stopped, killed and started again at will; a start after either uses the same
 * ports and the same data. Both end with this JVM, whichever way it ends.
 */
public final class TestServers implements AutoCloseable {

    private static final String DATABASE = "slipway";
    private static final String PASSWORD = "of-a-test";

    private final Path folder;
    private EmbeddedPostgres postgres;
    private EmbeddedKafka kafka;

    private TestServers(Path folder, EmbeddedPostgres postgres, EmbeddedKafka kafka) {
        this.folder = folder;
        this.postgres = postgres;
        this.kafka = kafka;
    }

    public static TestServers start() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "test-servers"));
            Path folder = Files.createTempDirectory(parent, "run-");
            EmbeddedPostgres postgres = EmbeddedPostgres.start(postgresOptions(folder));
            postgres.administration().createDatabase(DATABASE);
            EmbeddedKafka kafka = EmbeddedKafka.start(kafkaOptions(folder));
            return new TestServers(folder, postgres, kafka);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the schema with its customary user if it does not exist. */
    public TestSchema schema(String name) {
        postgres.administration().createService(DATABASE, ServiceSchema.named(name, PASSWORD));
        return new TestSchema(
                "postgresql://127.0.0.1:" + postgres.port() + "/" + DATABASE, name, "slipway_" + name, PASSWORD);
    }

    public String bootstrap() {
        return kafka.bootstrap();
    }

    public Path folder() {
        return folder;
    }

    public long kafkaPid() {
        return kafka.pid();
    }

    public void killKafka() {
        kafka.kill();
    }

    /** Does nothing if it runs. */
    public void startKafka() {
        if (kafka.isAlive()) {
            return;
        }
        kafka = EmbeddedKafka.start(kafkaOptions(folder).onPort(kafka.port()));
    }

    public void killPostgres() {
        postgres.kill();
    }

    /** Does nothing if it runs. */
    public void startPostgres() {
        if (postgres.isAlive()) {
            return;
        }
        postgres = EmbeddedPostgres.start(postgresOptions(folder).onPort(postgres.port()));
    }

    @Override
    public void close() {
        kafka.close();
        postgres.close();
    }

    private static PostgresOptions postgresOptions(Path folder) {
        return PostgresOptions.in(Path.of("target", "test-servers", "binaries"), folder.resolve("postgres"))
                .endingWithParent();
    }

    private static KafkaOptions kafkaOptions(Path folder) {
        return KafkaOptions.in(folder.resolve("kafka")).endingWithParent();
    }
}
