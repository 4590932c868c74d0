package dev.slipway.local.suite;

import dev.slipway.local.LaunchFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An existing Kafka.
 *
 * @param bootstrap {@code host:port}, several separated by commas
 * @param credentials the SLIPWAY_KAFKA_USER, SLIPWAY_KAFKA_PASSWORD and SLIPWAY_KAFKA_SECURITY_PROTOCOL that were given
 */
public record ExternalKafka(String bootstrap, Map<String, String> credentials) {

    private static final Pattern BOOTSTRAP = Pattern.compile("[^:,\\s]+:\\d{1,5}(,[^:,\\s]+:\\d{1,5})*");

    public ExternalKafka {
        credentials = Map.copyOf(credentials);
    }

    public static ExternalKafka of(String bootstrap, Map<String, String> environment) {
        if (!BOOTSTRAP.matcher(bootstrap).matches()) {
            throw new LaunchFailure("Not a Kafka address: expected host:port, got " + bootstrap);
        }
        Map<String, String> credentials = new HashMap<>();
        for (String name :
                new String[] {"SLIPWAY_KAFKA_USER", "SLIPWAY_KAFKA_PASSWORD", "SLIPWAY_KAFKA_SECURITY_PROTOCOL"}) {
            String value = environment.get(name);
            if (value != null) {
                credentials.put(name, value);
            }
        }
        return new ExternalKafka(bootstrap, credentials);
    }

    /** The first broker's port, for the status display. */
    public int port() {
        String first = bootstrap.split(",", 2)[0];
        return Integer.parseInt(first.substring(first.lastIndexOf(':') + 1));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ExternalKafka[" + bootstrap + "]";
    }
}
