package dev.slipway.webhook.endpoint;

import dev.slipway.kit.error.SlipwayException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Where deliveries go. Only what can be said without asking the network is checked here; the address is checked at each connection. */
public record EndpointUrl(String text) {

    private static final int MAX_CHARACTERS = 2048;
    private static final int MAX_PORT = 65535;
    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** @throws SlipwayException if deliveries cannot be sent there */
    public static EndpointUrl parse(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw SlipwayException.invalid("url", "at most " + MAX_CHARACTERS + " characters");
        }
        URI uri = uri(text);
        String scheme = uri.getScheme();
        if (scheme == null || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
            throw SlipwayException.invalid("url", "an address that begins with http:// or https://");
        }
        if (uri.getRawUserInfo() != null) {
            throw SlipwayException.invalid("url", "no user name or password: deliveries are signed instead");
        }
        if (uri.getRawFragment() != null) {
            throw SlipwayException.invalid("url", "no fragment (#…): it is never sent");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw SlipwayException.invalid("url", "a host name or address, in ASCII (an international name as xn--…)");
        }
        if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw SlipwayException.invalid("url", "a port between 1 and " + MAX_PORT);
        }
        return new EndpointUrl(text);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw SlipwayException.invalid("url", "not a URL: " + e.getReason());
        }
    }
}
