package dev.slipway.gateway.proxy;

import dev.slipway.dialects.RouteTable;
import dev.slipway.gateway.upstream.AddressPool;
import dev.slipway.gateway.upstream.AddressRefresh;
import dev.slipway.gateway.upstream.ConfiguredAddress;
import dev.slipway.gateway.upstream.NameLookup;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * The services by name, each with its addresses: {@code slipway.gateway.upstreams.<service>}, a comma-separated list of {@code http://host:port} with the name
 * bare or in quotes, else a port of this machine counted up from {@value #FIRST_DEFAULT_PORT} in the order of the route table's services.
 */
@ApplicationScoped
public class Upstreams {

    /** The gateway itself, which serves its own native API. */
    public static final String GATEWAY = "api-gateway";

    static final int FIRST_DEFAULT_PORT = 8081;

    private static final String PREFIX = "slipway.gateway.upstreams.";

    private final Map<String, Upstream> byService;
    private final List<AddressRefresh> refreshes = new ArrayList<>();

    public Upstreams(Config config, NameLookup lookup) {
        Map<String, Upstream> upstreams = new LinkedHashMap<>();
        List<String> services = new ArrayList<>(RouteTable.SERVICES);
        services.remove(GATEWAY);
        for (int i = 0; i < services.size(); i++) {
            String service = services.get(i);
            String text = addresses(config, service).orElse("http://127.0.0.1:" + (FIRST_DEFAULT_PORT + i));
            AddressPool pool = new AddressPool(service);
            refreshes.add(new AddressRefresh(ConfiguredAddress.parse(PREFIX + service, text), lookup, pool));
            upstreams.put(service, new Upstream(service, pool));
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

    /** What keeps the addresses fresh. */
    List<AddressRefresh> refreshes() {
        return List.copyOf(refreshes);
    }

    private static Optional<String> addresses(Config config, String service) {
        SmallRyeConfig smallRye = config.unwrap(SmallRyeConfig.class);
        return smallRye.getOptionalValue(PREFIX + "\"" + service + "\"", String.class)
                .or(() -> smallRye.getOptionalValue(PREFIX + service, String.class));
    }
}
