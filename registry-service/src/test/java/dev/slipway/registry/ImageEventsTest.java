package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.ImageDeleted;
import dev.slipway.events.ImagePushed;
import dev.slipway.events.Message;
import dev.slipway.events.Topic;
import dev.slipway.kit.inbox.Received;
import dev.slipway.registry.storage.Digest;
import dev.slipway.testkit.TestIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RegistryTest
class ImageEventsTest {

    private static final byte[] SAME = "layer".getBytes(StandardCharsets.UTF_8);

    private final RegistryClient member = RegistryClient.as(() -> TestIdentity.member("acme"));
    private final String name = RegistryClient.newName("acme");
    private final List<Message> seen = new ArrayList<>();
    private final List<String> traces = new ArrayList<>();
    private KafkaConsumer<String, byte[]> consumer;

    @BeforeEach
    void subscribe() {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        ConfigProvider.getConfig().getValue("slipway.kafka.bootstrap", String.class),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        UUID.randomUUID().toString(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(Topic.REGISTRY_EVENTS.topicName()));
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void aPushedImageIsToldOnceHoweverOftenItIsPushed() {
        // Given
        byte[] manifest = member.pushImage(name, "v1", "layer");

        // When
        member.pushImage(name, "v1", "layer");
        member.delete("/v2/" + name + "/manifests/v1");

        // Then
        awaitMessages(2);
        assertThat(seen)
                .satisfiesExactly(
                        pushed -> assertThat(pushed).isInstanceOfSatisfying(ImagePushed.class, event -> {
                            assertThat(event.repository()).isEqualTo(name);
                            assertThat(event.tenant()).isEqualTo("acme");
                            assertThat(event.tag()).isEqualTo("v1");
                            assertThat(event.digest())
                                    .isEqualTo(Digest.of(manifest).toString());
                            assertThat(event.sizeBytes()).isEqualTo(manifest.length + 2L * SAME.length);
                            assertThat(event.principal()).isEqualTo("mia");
                        }),
                        deleted -> assertThat(deleted).isInstanceOfSatisfying(ImageDeleted.class, event -> {
                            assertThat(event.tag()).isEqualTo("v1");
                            assertThat(event.digest())
                                    .isEqualTo(Digest.of(manifest).toString());
                        }));
    }

    @Test
    void aDeletedManifestIsToldWithEachOfItsTags() {
        // Given
        byte[] manifest = member.pushImage(name, "v1", "layer");
        member.pushImage(name, "v2", "layer");

        // When
        member.delete("/v2/" + name + "/manifests/" + Digest.of(manifest));

        // Then
        awaitMessages(5);
        assertThat(seen.subList(2, 5))
                .extracting(message -> ((ImageDeleted) message).tag())
                .containsExactlyInAnyOrder("v1", "v2", null);
    }

    @Test
    void theTraceOfThePushGoesOnInTheEvent() {
        // Given
        String traceId = UUID.randomUUID().toString().replace("-", "");
        member.pushBlob(name, SAME);

        // When
        member.put(
                "/v2/" + name + "/manifests/v1",
                RegistryClient.manifest(SAME, SAME),
                "Content-Type",
                RegistryClient.OCI_IMAGE,
                "traceparent",
                "00-" + traceId + "-00f067aa0ba902b7-01");

        // Then
        awaitMessages(1);
        assertThat(traces).singleElement().asString().contains(traceId);
    }

    private void awaitMessages(int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            consumer.poll(Duration.ofMillis(200)).forEach(kafkaRecord -> {
                Received received = Received.of(kafkaRecord);
                if (isOurs(received.message())) {
                    seen.add(received.message());
                    traces.add(received.traceparent());
                }
            });
            return seen.size() >= count;
        });
        assertThat(seen).hasSize(count);
    }

    private boolean isOurs(Message message) {
        return message instanceof ImagePushed pushed && pushed.repository().equals(name)
                || message instanceof ImageDeleted deleted
                        && deleted.repository().equals(name);
    }
}
