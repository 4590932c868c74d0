package dev.slipway.gateway.upstream;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an operator said that a service is.
 *
 * @param host a name, which may stand for several addresses, or an address
 */
public record ConfiguredAddress(String host, int port) {

    /**
     * Reads a comma-separated list of {@code http://host:port}.
     *
     * @param property that the text comes from, for the message
     * @throws IllegalArgumentException naming the property and what it must look like
     */
    public static List<ConfiguredAddress> parse(String property, String text) {
        List<ConfiguredAddress> addresses = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            addresses.add(parseOne(property, one.strip()));
        }
        return List.copyOf(addresses);
    }

    private static ConfiguredAddress parseOne(String property, String text) {
        URI address;
        try {
            address = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw mistake(property, text, e);
        }
        String host = address.getHost();
        boolean more = address.getRawQuery() != null
                || address.getRawFragment() != null
                || address.getRawUserInfo() != null
                || (address.getRawPath() != null
                        && !address.getRawPath().isEmpty()
                        && !address.getRawPath().equals("/"));
        if (!"http".equals(address.getScheme()) || host == null || address.getPort() < 0 || more) {
            throw mistake(property, text, null);
        }
        return new ConfiguredAddress(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host, address.getPort());
    }

    private static IllegalArgumentException mistake(
            String property, String text, @org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalArgumentException(
                property + " must be a list of http://host:port, separated by commas; \"" + text + "\" is not one",
                cause);
    }
}
