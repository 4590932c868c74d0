package dev.slipway.gateway.exchange;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * By which address the platform is known outside: {@code slipway.public-url}, with a path if a proxy in front serves it below one. Every link, {@code realm} and
 * {@code Location} is made of it. Without it the platform is where the request says: its {@code Host}, and the scheme of its connection or of a trusted proxy.
 */
@ApplicationScoped
public class PublicAddress {

    private static final String PROPERTY = "slipway.public-url";

    private final @Nullable String scheme;
    private final @Nullable String authority;
    private final String prefix;

    public PublicAddress(@ConfigProperty(name = PROPERTY) Optional<URI> publicUrl) {
        if (publicUrl.isEmpty()) {
            scheme = null;
            authority = null;
            prefix = "";
            return;
        }
        URI url = publicUrl.get();
        String given = url.getScheme();
        if (url.getHost() == null
                || given == null
                || !(given.equalsIgnoreCase("http") || given.equalsIgnoreCase("https"))
                || url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    PROPERTY + " must look like https://ci.example.org or https://example.org/slipway, not " + url);
        }
        scheme = given.toLowerCase(Locale.ROOT);
        authority = authority(scheme, url.getHost().toLowerCase(Locale.ROOT), url.getPort());
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    public boolean isConfigured() {
        return authority != null;
    }

    /** {@code http} or {@code https}. */
    public String scheme(Exchange exchange) {
        return scheme == null ? exchange.scheme() : scheme;
    }

    /** Host and port, without the port if it is the scheme's own; empty if the request names none. */
    public String authority(Exchange exchange) {
        return authority == null ? exchange.authority() : authority;
    }

    /** The path below which a proxy serves the platform, without a slash at its end; mostly empty. */
    public String prefix() {
        return prefix;
    }

    /** {@code https://ci.example.org}: what a browser calls the origin of the platform's pages. */
    public String origin(Exchange exchange) {
        return scheme(exchange) + "://" + authority(exchange);
    }

    /** {@code https://ci.example.org/slipway}: what links begin with; a path beginning with a slash may follow. */
    public String base(Exchange exchange) {
        return origin(exchange) + prefix;
    }

    private static String authority(String scheme, String host, int port) {
        boolean ownPort = port < 0 || port == (scheme.equals("https") ? 443 : 80);
        return ownPort ? host : host + ":" + port;
    }
}
