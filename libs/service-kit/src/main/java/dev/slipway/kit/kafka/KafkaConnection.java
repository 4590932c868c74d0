package dev.slipway.kit.kafka;

import dev.slipway.events.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Watches the broker from a thread of its own: makes the topics that this service owns as soon as the broker answers, and knows whether
 * it answers now. A broker that is away makes a service degraded, never unready: the outbox accepts work meanwhile.
 */
@ApplicationScoped
public class KafkaConnection {

    private static final Logger LOG = Logger.getLogger(KafkaConnection.class);
    private static final Duration CHECK_EVERY = Duration.ofSeconds(2);
    private static final int ANSWER_WITHIN_MILLIS = 3000;

    private final KafkaSettings settings;
    private final String service;
    private final short replicationFactor;
    private final boolean enabled;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "kafka-connection");
        thread.setDaemon(true);
        return thread;
    });
    /** Null before the first answer. */
    private volatile @Nullable Boolean up;

    private boolean topicsMade;
    private @Nullable Admin admin;

    public KafkaConnection(
            KafkaSettings settings,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "slipway.kafka.replication-factor", defaultValue = "-1") short replicationFactor,
            @ConfigProperty(name = "slipway.outbox.enabled", defaultValue = "true") boolean enabled) {
        this.settings = settings;
        this.service = service;
        this.replicationFactor = replicationFactor;
        this.enabled = enabled;
        if (enabled) {
            metrics.gauge("slipway.kafka.up", this, connection -> Boolean.TRUE.equals(connection.up) ? 1 : 0);
        }
    }

    /** Whether the broker answered the last check; always true for a service that does not use it. */
    public boolean isUp() {
        return Boolean.TRUE.equals(up) || !enabled;
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            executor.scheduleWithFixedDelay(this::check, 0, CHECK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        executor.shutdownNow();
        Admin current = admin;
        if (current != null) {
            current.close(Duration.ZERO);
        }
    }

    private void check() {
        try {
            if (admin == null) {
                Map<String, Object> configuration = new HashMap<>(settings.connection());
                configuration.put("request.timeout.ms", ANSWER_WITHIN_MILLIS);
                configuration.put("default.api.timeout.ms", ANSWER_WITHIN_MILLIS);
                admin = Admin.create(configuration);
            }
            admin.describeCluster().nodes().get(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
            if (!topicsMade) {
                makeTopics(admin);
                topicsMade = true;
            }
            changeTo(true, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            changeTo(false, e);
        }
    }

    private void changeTo(boolean now, @Nullable Exception why) {
        if (!Boolean.valueOf(now).equals(up)) {
            up = now;
            if (now) {
                LOG.info("Kafka answers");
            } else {
                LOG.warnf("Kafka does not answer; work is accepted and kept in the outbox meanwhile (%s)", why);
            }
        }
    }

    private void makeTopics(Admin client) throws InterruptedException, ExecutionException, TimeoutException {
        List<NewTopic> topics = new ArrayList<>();
        Arrays.stream(Topic.values())
                .filter(topic -> topic.owner().equals(service))
                .forEach(topic -> {
                    topics.add(newTopic(topic.topicName(), Topic.RETENTION, Topic.MESSAGE_MAX_BYTES));
                    topics.add(newTopic(topic.deadLetters(), Topic.DEAD_LETTER_RETENTION, Topic.DEAD_LETTER_MAX_BYTES));
                });
        for (var made : client.createTopics(topics).values().entrySet()) {
            try {
                made.getValue().get(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private NewTopic newTopic(String name, Duration retention, int maxBytes) {
        return new NewTopic(name, Topic.PARTITIONS, replicationFactor)
                .configs(Map.of(
                        "retention.ms",
                        Long.toString(retention.toMillis()),
                        "max.message.bytes",
                        Integer.toString(maxBytes),
                        "cleanup.policy",
                        "delete"));
    }
}
