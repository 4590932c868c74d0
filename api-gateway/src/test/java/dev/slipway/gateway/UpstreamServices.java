package dev.slipway.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** One server in the place of every service but webhook-service, which is away; pipeline-service speaks websockets too. */
public final class UpstreamServices implements QuarkusTestResourceLifecycleManager {

    static final String ADMIN_TOKEN = "token-of-the-first-administrator-0123456789";

    /** A port that nobody listens on: those below 1024 are never handed out. */
    private static final String NOBODY = "http://127.0.0.1:1";

    private LocalUpstream upstream;
    private WebsocketUpstream websockets;

    @Override
    public Map<String, String> start() {
        upstream = new LocalUpstream();
        websockets = new WebsocketUpstream(upstream.address());
        return Map.of(
                "slipway.admin.token",
                ADMIN_TOKEN,
                "slipway.gateway.upstream.answer-limits.deploy",
                "2S",
                "slipway.gateway.body.idle-limit",
                "10S",
                "slipway.gateway.upstreams.\"build-service\"",
                upstream.address(),
                // Three replicas, of which one is away.
                "slipway.gateway.upstreams.app-service",
                NOBODY + "," + upstream.address() + "," + upstream.replicaAddress(),
                "slipway.gateway.upstreams.\"registry-service\"",
                upstream.address(),
                "slipway.gateway.upstreams.pipeline-service",
                websockets.address(),
                "slipway.gateway.upstreams.webhook-service",
                NOBODY);
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(upstream, new TestInjector.MatchesType(LocalUpstream.class));
        injector.injectIntoFields(websockets, new TestInjector.MatchesType(WebsocketUpstream.class));
    }

    @Override
    public void stop() {
        upstream.close();
        websockets.close();
    }
}
