package dev.slipway.gateway.health;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.gateway.proxy.Upstream;
import dev.slipway.gateway.proxy.UpstreamJson;
import dev.slipway.gateway.proxy.Upstreams;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks every service at once how it is. An answer holds for a quarter of a second, and one round of questions serves everybody who asks
 * meanwhile, so that asking cannot become a load.
 */
@ApplicationScoped
class SuiteHealth {

    private static final Logger LOG = Logger.getLogger(SuiteHealth.class);
    private static final Duration LIMIT = Duration.ofMillis(1000);
    private static final Duration GOOD_FOR = Duration.ofMillis(250);
    private static final String PATH = "/internal/health";

    private final Upstreams upstreams;
    private final UpstreamJson http;
    private final Pool pool;
    private final AtomicReference<@Nullable Round> latest = new AtomicReference<>();

    SuiteHealth(Upstreams upstreams, UpstreamJson http, Pool pool) {
        this.upstreams = upstreams;
        this.http = http;
        this.pool = pool;
    }

    /** Never fails; may complete on any thread. */
    Future<SuiteState> state() {
        Round known = latest.get();
        if (known != null && known.holds()) {
            return known.state();
        }
        Round round = new Round(ask(), System.nanoTime());
        latest.set(round);
        return round.state();
    }

    private Future<SuiteState> ask() {
        Map<String, Future<ServiceState>> asked = new LinkedHashMap<>();
        asked.put(Upstreams.GATEWAY, itself());
        upstreams.all().forEach(upstream -> asked.put(upstream.service(), ask(upstream)));
        return Future.join(new ArrayList<>(asked.values())).map(all -> {
            Map<String, ServiceState> states = new LinkedHashMap<>();
            asked.forEach((service, state) -> states.put(service, state.result()));
            return SuiteState.of(states);
        });
    }

    private Future<ServiceState> ask(Upstream upstream) {
        return http.get(upstream, PATH, LIMIT).map(SuiteHealth::read).recover(failure -> {
            // The answer is public: where the service was looked for stays in the log.
            LOG.debugf("%s does not say how it is: %s", upstream.service(), failure.getMessage());
            return Future.succeededFuture(ServiceState.notReady("does not answer"));
        });
    }

    private static ServiceState read(JsonNode health) {
        List<String> degraded = new ArrayList<>();
        health.path("degraded").forEach(missing -> degraded.add(missing.asText()));
        return health.path("ready").asBoolean()
                ? ServiceState.ready(degraded)
                : new ServiceState(false, degraded, "says that it is not ready");
    }

    /** The gateway goes on without PostgreSQL for what it has seen lately, and only says that it misses it. */
    private Future<ServiceState> itself() {
        return pool.query("SELECT 1")
                .execute()
                .timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .map(rows -> ServiceState.ready(List.of()))
                .otherwise(ServiceState.ready(List.of("postgresql")));
    }

    private record Round(Future<SuiteState> state, long startedAtNanos) {

        /** A round that is still asking serves too; it ends within its limit. */
        boolean holds() {
            return !state.isComplete() || System.nanoTime() - startedAtNanos < GOOD_FOR.toNanos();
        }
    }
}
