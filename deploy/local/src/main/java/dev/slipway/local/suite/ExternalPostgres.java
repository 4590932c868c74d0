package dev.slipway.local.suite;

import dev.slipway.embedded.PostgresAdministration;
import dev.slipway.local.LaunchFailure;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An existing PostgreSQL: its administrator makes the services' users and schemas in the database. */
public record ExternalPostgres(PostgresAdministration administration, String database) {

    private static final int DEFAULT_PORT = 5432;
    private static final String SHAPE = "postgresql://user:password@host:port/database";

    /**
     * @param url {@code postgresql://user:password@host:port/database}; user and password may come from SLIPWAY_POSTGRES_USER and
     *     SLIPWAY_POSTGRES_PASSWORD instead
     */
    public static ExternalPostgres of(String url, Map<String, String> environment) {
        URI uri = parse(url);
        String host = uri.getHost();
        String path = uri.getPath();
        if (host == null || path == null || path.length() < 2) {
            throw new LaunchFailure("Not a PostgreSQL URL: expected " + SHAPE);
        }
        String[] credentials = credentials(uri.getRawUserInfo());
        return new ExternalPostgres(
                new PostgresAdministration(
                        host,
                        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                        environment.getOrDefault("SLIPWAY_POSTGRES_USER", credentials[0]),
                        environment.getOrDefault("SLIPWAY_POSTGRES_PASSWORD", credentials[1])),
                path.substring(1));
    }

    private static URI parse(String url) {
        try {
            URI uri = URI.create(url);
            if ("postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            throw new LaunchFailure("Not a PostgreSQL URL: expected " + SHAPE, malformed);
        }
        throw new LaunchFailure("Not a PostgreSQL URL: expected " + SHAPE);
    }

    private static String[] credentials(@Nullable String userInfo) {
        String[] parts = userInfo == null ? new String[0] : userInfo.split(":", 2);
        return new String[] {
            parts.length > 0 ? URLDecoder.decode(parts[0], StandardCharsets.UTF_8) : "postgres",
            parts.length > 1 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : ""
        };
    }
}
