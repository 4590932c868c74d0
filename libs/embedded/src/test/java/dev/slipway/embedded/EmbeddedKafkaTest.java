package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    private static final String TOPIC = "kept";
    private static final Map<String, String> PASSWORDS = Map.of("admin", "a-secret", "build-service", "b-secret");

    @TempDir
    private Path folder;

    @Test
    void acknowledgedMessagesSurviveAStopAndAKill() throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.start(KafkaOptions.in(folder))) {
            createTopic(clientOf(first));
            send(clientOf(first), "before the stop");
        }
        EmbeddedKafka second = EmbeddedKafka.start(KafkaOptions.in(folder));
        send(clientOf(second), "before the kill");

        // When
        second.kill();

        // Then
        try (EmbeddedKafka third = EmbeddedKafka.start(KafkaOptions.in(folder))) {
            assertThat(read(clientOf(third), 2)).containsExactly("before the stop", "before the kill");
        }
    }

    @Test
    void aStartEndsTheBrokerThatAKilledRunLeftBehindWhateverElseItLeft() throws Exception {
        EmbeddedKafka orphan = EmbeddedKafka.start(KafkaOptions.in(folder));
        // As a power cut leaves a file that was being written.
        Files.writeString(folder.resolve("broker.pid"), "");

        // When
        try (EmbeddedKafka successor = EmbeddedKafka.start(KafkaOptions.in(folder))) {

            // Then
            assertThat(successor.isAlive()).isTrue();
            assertThat(orphan.isAlive()).isFalse();
        }
    }

    @Test
    void aUserEntersWithItsOwnPasswordOnly() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaOptions.in(folder).withPasswords(PASSWORDS))) {

            // When
            createTopic(login(kafka, "build-service", "b-secret"));

            // Then
            assertThatThrownBy(() -> createTopic(login(kafka, "build-service", "a-secret")))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("server.properties"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void writingMakesNoTopic() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(KafkaOptions.in(folder))) {
            Map<String, Object> impatient = new HashMap<>(clientOf(kafka));
            impatient.put("max.block.ms", "1500");

            // When, Then
            assertThatThrownBy(() -> send(impatient, "to nowhere"))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void aBrokerThatIsToEndWithItsParentEndsWhenThePipeCloses() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(KafkaOptions.in(folder).endingWithParent());

        // When
        kafka.closePipe();

        // Then
        kafka.onExit().get(20, TimeUnit.SECONDS);
        assertThat(kafka.isAlive()).isFalse();
    }

    private static Map<String, Object> clientOf(EmbeddedKafka kafka) {
        return Map.of("bootstrap.servers", kafka.bootstrap(), "request.timeout.ms", "20000");
    }

    private static Map<String, Object> login(EmbeddedKafka kafka, String user, String password) {
        Map<String, Object> configuration = new HashMap<>(clientOf(kafka));
        configuration.put("security.protocol", "SASL_PLAINTEXT");
        configuration.put("sasl.mechanism", "PLAIN");
        configuration.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user + "\" password=\""
                        + password + "\";");
        return configuration;
    }

    private static void createTopic(Map<String, Object> client) throws Exception {
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(20, TimeUnit.SECONDS);
        }
    }

    private static void send(Map<String, Object> client, String value) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(Map<String, Object> client, int count) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<String> values = new ArrayList<>();
            while (values.size() < count) {
                var records = consumer.poll(Duration.ofSeconds(20));
                assertThat(records).isNotEmpty();
                records.forEach(message -> values.add(message.value()));
            }
            return values;
        }
    }
}
