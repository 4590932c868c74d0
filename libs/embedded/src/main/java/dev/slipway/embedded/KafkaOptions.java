package dev.slipway.embedded;

import java.nio.file.Path;
import java.util.Map;

/**
 * How an embedded Kafka broker is started.
 *
 * @param folder the broker's own folder: {@code data/}, {@code server.properties} (0600), {@code kafka.log}
 * @param port the port on 127.0.0.1, or 0 for a free one
 * @param passwords user name to password; clients then need SASL/PLAIN. Must contain {@link EmbeddedKafka#ADMINISTRATOR} or be
 *     empty: then anybody on this machine may connect
 * @param endWithParent whether the broker ends when this process dies in whatever way, {@code kill -9} included
 */
public record KafkaOptions(Path folder, int port, Map<String, String> passwords, boolean endWithParent) {

    public KafkaOptions {
        folder = folder.toAbsolutePath().normalize();
        passwords = Map.copyOf(passwords);
        if (!passwords.isEmpty() && !passwords.containsKey(EmbeddedKafka.ADMINISTRATOR)) {
            throw new IllegalArgumentException("Passwords need one for " + EmbeddedKafka.ADMINISTRATOR);
        }
    }

    /** A broker in the folder, on a free port, without passwords, that outlives a killed parent. */
    public static KafkaOptions in(Path folder) {
        return new KafkaOptions(folder, 0, Map.of(), false);
    }

    public KafkaOptions onPort(int fixedPort) {
        return new KafkaOptions(folder, fixedPort, passwords, endWithParent);
    }

    public KafkaOptions withPasswords(Map<String, String> userPasswords) {
        return new KafkaOptions(folder, port, userPasswords, endWithParent);
    }

    public KafkaOptions endingWithParent() {
        return new KafkaOptions(folder, port, passwords, true);
    }

    Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("kafka.log");
    }

    Path serverProperties() {
        return folder.resolve("server.properties");
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "KafkaOptions[" + folder + ", port " + port + ", users " + passwords.keySet() + "]";
    }
}
