package dev.slipway.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** One server in the place of every service but webhook-service, which is away. */
public final class UpstreamServices implements QuarkusTestResourceLifecycleManager {

    static final String ADMIN_TOKEN = "token-of-the-first-administrator-0123456789";

    /** A port that nobody listens on: those below 1024 are never handed out. */
    private static final String NOBODY = "http://127.0.0.1:1";

    private LocalUpstream upstream;

    @Override
    public Map<String, String> start() {
        upstream = new LocalUpstream();
        return Map.of(
                "slipway.admin.token", ADMIN_TOKEN,
                "slipway.gateway.upstreams.\"build-service\"", upstream.address(),
                "slipway.gateway.upstreams.app-service", upstream.address(),
                "slipway.gateway.upstreams.\"registry-service\"", upstream.address(),
                "slipway.gateway.upstreams.pipeline-service", upstream.address(),
                "slipway.gateway.upstreams.webhook-service", NOBODY);
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(upstream, new TestInjector.MatchesType(LocalUpstream.class));
    }

    @Override
    public void stop() {
        upstream.close();
    }
}
