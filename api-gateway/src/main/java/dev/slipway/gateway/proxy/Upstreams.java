package dev.slipway.gateway.proxy;

import dev.slipway.dialects.RouteTable;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * The addresses of the services: {@code slipway.gateway.upstreams.<service>}, with the name bare or in quotes, else a port of this machine counted up from
 * {@value #FIRST_DEFAULT_PORT} in the order of the route table's services.
 */
@ApplicationScoped
public class Upstreams {

    /** The gateway itself, which serves its own native API. */
    public static final String GATEWAY = "api-gateway";

    static final int FIRST_DEFAULT_PORT = 8081;

    private final Map<String, Upstream> byService;

    public Upstreams(Config config) {
        Map<String, Upstream> upstreams = new LinkedHashMap<>();
        List<String> services = new ArrayList<>(RouteTable.SERVICES);
        services.remove(GATEWAY);
        for (int i = 0; i < services.size(); i++) {
            String service = services.get(i);
            URI address = address(config, service).orElse(URI.create("http://127.0.0.1:" + (FIRST_DEFAULT_PORT + i)));
            upstreams.put(service, new Upstream(service, address));
        }
        this.byService = Collections.unmodifiableMap(upstreams);
    }

    /** The service of a route that is not the gateway's own. */
    public Upstream of(String service) {
        Upstream upstream = byService.get(service);
        if (upstream == null) {
            throw new IllegalArgumentException("no such service: " + service);
        }
        return upstream;
    }

    /** Every service but the gateway. */
    public Collection<Upstream> all() {
        return byService.values();
    }

    private static Optional<URI> address(Config config, String service) {
        SmallRyeConfig smallRye = config.unwrap(SmallRyeConfig.class);
        return smallRye.getOptionalValue("slipway.gateway.upstreams.\"" + service + "\"", URI.class)
                .or(() -> smallRye.getOptionalValue("slipway.gateway.upstreams." + service, URI.class));
    }
}
