package dev.slipway.gateway.tls;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * {@code slipway.gateway.tls.certificate} and {@code .key}, two PEM files, as Quarkus' TLS registry calls them: the gateway then speaks TLS on {@code slipway.gateway.tls.port}, looks every
 * {@code slipway.gateway.tls.reload-period} whether the files have changed, and serves new ones without a restart. The plain port stays, for a proxy in front and for
 * probes; {@code slipway.gateway.tls.plain} is {@code enabled}, {@code redirect} or {@code disabled}. Whatever else Quarkus can do with TLS is set by its own {@code quarkus.tls.slipway.*}.
 */
public final class TlsProperties implements ConfigSourceFactory {

    private static final String OURS = "slipway.gateway.tls.";
    private static final String REGISTRY = "quarkus.tls.slipway.";

    /** Below everything that an operator sets, above Quarkus' defaults. */
    private static final int ORDINAL = 150;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        String certificate = value(context, "certificate");
        String key = value(context, "key");
        if (certificate == null && key == null) {
            return List.of();
        }
        if (certificate == null || key == null) {
            throw new IllegalArgumentException(
                    OURS + "certificate and " + OURS + "key belong together: two PEM files, the chain and its key");
        }
        Map<String, String> properties = new HashMap<>();
        properties.put(REGISTRY + "key-store.pem.door.cert", certificate);
        properties.put(REGISTRY + "key-store.pem.door.key", key);
        properties.put(REGISTRY + "reload-period", value(context, "reload-period", "30S"));
        properties.put("quarkus.http.tls-configuration-name", "slipway");
        properties.put("quarkus.http.ssl-port", value(context, "port", "8443"));
        properties.put("quarkus.http.insecure-requests", value(context, "plain", "enabled"));
        return List.of(new PropertiesConfigSource(properties, "slipway.gateway.tls", ORDINAL));
    }

    private static String value(ConfigSourceContext context, String name, String otherwise) {
        String value = value(context, name);
        return value == null ? otherwise : value;
    }

    private static @Nullable String value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(OURS + name);
        String text = value == null ? null : value.getValue();
        return text == null || text.isBlank() ? null : text;
    }
}
