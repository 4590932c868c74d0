package dev.slipway.pipeline;

import static org.awaitility.Awaitility.await;

import dev.slipway.events.BuildCancelRequested;
import dev.slipway.events.BuildRefused;
import dev.slipway.events.BuildRequested;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.BuildStatusChanged;
import dev.slipway.events.Event;
import dev.slipway.events.Message;
import dev.slipway.events.MessageType;
import dev.slipway.events.Origin;
import dev.slipway.events.PipelineRunStatusChanged;
import dev.slipway.events.RunStatus;
import dev.slipway.events.Topic;
import dev.slipway.kit.inbox.Received;
import dev.slipway.kit.kafka.CloudEventRecords;
import dev.slipway.kit.kafka.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * build-service as pipeline-service knows it: a consumer of commands and a producer of events on the real broker. It says what a test
 * tells it to say, and hears what pipeline-service tells the world.
 */
public final class FakeBuildService implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Message> heard = new CopyOnWriteArrayList<>();
    private final Thread listener = new Thread(this::listen, "fake-build-service");

    private FakeBuildService(Map<String, Object> settings) {
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    public static FakeBuildService start() throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                ConfigProvider.getConfig().getValue("slipway.kafka.bootstrap", String.class),
                "group.id",
                "fake-build-service-" + UUID.randomUUID(),
                "auto.offset.reset",
                "earliest");
        makeTopics(settings);
        FakeBuildService service = new FakeBuildService(settings);
        service.consumer.subscribe(List.of(Topic.BUILD_COMMANDS.topicName(), Topic.PIPELINE_EVENTS.topicName()));
        service.listener.start();
        return service;
    }

    /** The builds that the run has asked for, in the order in which its steps stand, once there are so many. */
    public List<BuildRequested> awaitRequests(UUID run, int count) {
        await().atMost(PATIENCE).until(() -> requests(run).size() >= count);
        List<String> steps = Api.runOf(run).getList("stages.steps.flatten().id");
        return requests(run).stream()
                .sorted(Comparator.comparingInt(
                        request -> steps.indexOf(String.valueOf(request.origin().stepId()))))
                .toList();
    }

    public List<BuildRequested> requests(UUID run) {
        return of(BuildRequested.class)
                .filter(request -> run.equals(request.origin().runId()))
                .toList();
    }

    public List<BuildCancelRequested> cancellations(UUID run) {
        return of(BuildCancelRequested.class)
                .filter(request -> run.equals(request.origin().runId()))
                .toList();
    }

    /** What was told of the run, in order. */
    public List<PipelineRunStatusChanged> events(UUID run) {
        return of(PipelineRunStatusChanged.class)
                .filter(event -> event.run().id().equals(run))
                .toList();
    }

    public void tell(BuildRequested build, long version, RunStatus status, @Nullable String reason) {
        send(UUID.randomUUID(), changed(build, version, status, reason));
    }

    public void refuse(BuildRequested build, String code, String reason) {
        send(UUID.randomUUID(), new BuildRefused(build.buildId(), build.origin(), code, reason));
    }

    /** Publishes an event; the same id again is a repeat of the same. */
    public void send(UUID eventId, Event event) {
        MessageType type = MessageType.of(event);
        producer.send(CloudEventRecords.write(
                "build-service",
                eventId,
                type.topic().topicName(),
                event.aggregateId(),
                type.type(),
                EventJson.write(event),
                Instant.now(),
                null));
        producer.flush();
    }

    public static BuildStatusChanged changed(
            BuildRequested build, long version, RunStatus status, @Nullable String reason) {
        return new BuildStatusChanged(
                BuildStatusChanged.Change.STAGE_CHANGED,
                List.of(),
                null,
                snapshot(build, build.origin(), version, status, reason));
    }

    public static BuildSnapshot snapshot(
            BuildRequested build, Origin origin, long version, RunStatus status, @Nullable String reason) {
        return new BuildSnapshot(
                build.buildId(),
                1,
                1,
                version,
                1,
                status,
                reason,
                new BuildSnapshot.Flow(
                        build.flowId(), 1, "acme", "A flow", "acme/shop", "https://git.example.invalid/shop", "main"),
                build.ref(),
                null,
                new BuildSnapshot.Trigger(
                        BuildSnapshot.Trigger.Event.MANUAL, build.requester().name()),
                null,
                origin,
                Instant.now(),
                null,
                null,
                List.of(),
                List.of());
    }

    @Override
    public void close() throws Exception {
        consumer.wakeup();
        listener.join();
        producer.close();
    }

    private <T extends Message> Stream<T> of(Class<T> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast);
    }

    private void listen() {
        try (consumer) {
            for (; ; ) {
                consumer.poll(Duration.ofSeconds(1))
                        .forEach(kafkaRecord ->
                                heard.add(Received.of(kafkaRecord).message()));
            }
        } catch (WakeupException closed) {
            // That is how a consumer is told to end.
        }
    }

    /** build-service owns them; this is its part as well. */
    private static void makeTopics(Map<String, Object> settings) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.get("bootstrap.servers")))) {
            for (Topic topic : List.of(Topic.BUILD_COMMANDS, Topic.BUILD_EVENTS)) {
                try {
                    admin.createTopics(List.of(new NewTopic(
                                    topic.topicName(), Optional.of(Topic.PARTITIONS), Optional.of((short) 1))))
                            .all()
                            .get();
                } catch (ExecutionException failed) {
                    if (!(failed.getCause() instanceof TopicExistsException)) {
                        throw failed;
                    }
                }
            }
        }
    }
}
