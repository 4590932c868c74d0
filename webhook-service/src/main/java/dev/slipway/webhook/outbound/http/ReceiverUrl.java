package dev.slipway.webhook.outbound.http;

import java.net.URI;
import java.util.Locale;

/** The parts of a receiver's URL that a connection needs. */
record ReceiverUrl(boolean tls, String host, int port, String authority, String pathAndQuery) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** @throws UnreachableReceiver if it names no host; such a URL is refused when an endpoint is made, but may have come from elsewhere */
    static ReceiverUrl of(URI url) throws UnreachableReceiver {
        if (url.getHost() == null || url.getScheme() == null) {
            throw new UnreachableReceiver("the URL names no host");
        }
        boolean tls = "https".equals(url.getScheme().toLowerCase(Locale.ROOT));
        int defaultPort = tls ? HTTPS_PORT : HTTP_PORT;
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new ReceiverUrl(
                tls,
                withoutBrackets(url.getHost()),
                url.getPort() < 0 ? defaultPort : url.getPort(),
                url.getRawAuthority(),
                url.getRawQuery() == null ? path : path + "?" + url.getRawQuery());
    }

    /** RFC 3986 writes IPv6 addresses in brackets; sockets do not. */
    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
