package dev.slipway.embedded;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The {@code server.properties} of the one broker, which is its own controller. */
final class BrokerProperties {

    private static final String CLIENT = "CLIENT";
    private static final String CONTROLLER = "CONTROLLER";
    private static final String LOGIN_MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule";

    private BrokerProperties() {}

    /** The controller's port may change from start to start: a quorum of fixed voters does not remember it. */
    static String render(KafkaOptions options, int port, int controllerPort) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        properties.put("controller.listener.names", CONTROLLER);
        properties.put(
                "listeners", CLIENT + "://127.0.0.1:" + port + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
        properties.put("advertised.listeners", CLIENT + "://127.0.0.1:" + port);
        properties.put("inter.broker.listener.name", CLIENT);
        properties.put("log.dirs", options.data().toString());
        properties.put("auto.create.topics.enable", "false");
        putSecurity(properties, options.passwords());
        putSingleBroker(properties);
        putSmallFootprint(properties);
        return properties.entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue().replace("\\", "\\\\"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static void putSecurity(Map<String, String> properties, Map<String, String> passwords) {
        String protocol = passwords.isEmpty() ? "PLAINTEXT" : "SASL_PLAINTEXT";
        properties.put("listener.security.protocol.map", CLIENT + ":" + protocol + "," + CONTROLLER + ":" + protocol);
        if (passwords.isEmpty()) {
            return;
        }
        properties.put("sasl.enabled.mechanisms", "PLAIN");
        properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        properties.put("sasl.mechanism.controller.protocol", "PLAIN");
        properties.put("listener.name.client.plain.sasl.jaas.config", jaas(passwords));
        properties.put(
                "listener.name.controller.plain.sasl.jaas.config",
                jaas(Map.of(EmbeddedKafka.ADMINISTRATOR, passwords.getOrDefault(EmbeddedKafka.ADMINISTRATOR, ""))));
    }

    private static String jaas(Map<String, String> passwords) {
        String users = new TreeMap<>(passwords)
                .entrySet().stream()
                        .map(user -> " user_" + user.getKey() + "=\"" + user.getValue() + "\"")
                        .collect(Collectors.joining());
        return LOGIN_MODULE + " required username=\"" + EmbeddedKafka.ADMINISTRATOR + "\" password=\""
                + passwords.get(EmbeddedKafka.ADMINISTRATOR) + "\"" + users + ";";
    }

    private static void putSingleBroker(Map<String, String> properties) {
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            properties.put(topic + ".replication.factor", "1");
            properties.put(topic + ".num.partitions", "1");
        }
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("default.replication.factor", "1");
        // Consumers of one service come up one by one; nobody waits for late ones.
        properties.put("group.initial.rebalance.delay.ms", "0");
        // After a kill the controller refuses the broker until its former session has ended: by default that is 9 s.
        properties.put("broker.session.timeout.ms", "3000");
        properties.put("broker.heartbeat.interval.ms", "500");
    }

    private static void putSmallFootprint(Map<String, String> properties) {
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("log.cleaner.dedupe.buffer.size", "8388608");
        properties.put("log.index.size.max.bytes", "1048576");
    }
}
