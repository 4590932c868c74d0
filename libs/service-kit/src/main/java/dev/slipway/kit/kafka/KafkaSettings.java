package dev.slipway.kit.kafka;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How this service reaches the broker: {@code slipway.kafka.bootstrap}, and with {@code slipway.kafka.user} by SASL PLAIN. The messaging
 * channels, the relay, the dead letters and the topics all use it.
 */
@ApplicationScoped
public class KafkaSettings {

    private final Map<String, Object> connection;

    public KafkaSettings(
            @ConfigProperty(name = "slipway.kafka.bootstrap", defaultValue = "127.0.0.1:9092") String bootstrap,
            @ConfigProperty(name = "slipway.kafka.user") Optional<String> user,
            @ConfigProperty(name = "slipway.kafka.password") Optional<String> password,
            @ConfigProperty(name = "slipway.kafka.security-protocol") Optional<String> securityProtocol) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        user.ifPresent(name -> {
            settings.put("sasl.mechanism", "PLAIN");
            settings.put(
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
                            .formatted(quote(name), quote(password.orElse(""))));
        });
        settings.put("security.protocol", securityProtocol.orElse(user.isPresent() ? "SASL_PLAINTEXT" : "PLAINTEXT"));
        // A broker that comes back is found again within a second.
        settings.put("reconnect.backoff.ms", 100);
        settings.put("reconnect.backoff.max.ms", 1000);
        // Micrometer reads the clients' metrics from the clients; to register each of hundreds with JMX too made starts
        // longer.
        settings.put("metric.reporters", "");
        this.connection = Map.copyOf(settings);
    }

    /** Settings of every client: how it connects, and that it reports to nobody by itself. */
    public Map<String, Object> connection() {
        return connection;
    }

    @Produces
    @Singleton
    @Identifier("default-kafka-broker")
    Map<String, Object> channels() {
        return connection;
    }

    private static String quote(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
