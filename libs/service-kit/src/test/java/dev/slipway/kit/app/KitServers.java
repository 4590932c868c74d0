package dev.slipway.kit.app;

import dev.slipway.kit.servers.TestKeys;
import dev.slipway.kit.servers.TestSchema;
import dev.slipway.kit.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Servers and keys for the sample service. What a test takes away it gives back. */
public final class KitServers implements QuarkusTestResourceLifecycleManager {

    private TestServers servers;
    private TestKeys keys;

    @Override
    public Map<String, String> start() {
        servers = TestServers.start();
        keys = TestKeys.in(servers.folder(), "api-gateway", "build-service");
        TestSchema schema = servers.schema("kit");
        return Map.of(
                "slipway.postgres.url", schema.url(),
                "slipway.postgres.password", schema.password(),
                "slipway.kafka.bootstrap", servers.bootstrap(),
                "slipway.identity.private-key-file",
                        keys.privateKey("build-service").toString(),
                "slipway.identity.trusted-keys-dir", keys.trustedKeys().toString(),
                "slipway.key-ring.file", keys.keyRing().toString());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(servers, new TestInjector.MatchesType(TestServers.class));
        injector.injectIntoFields(keys, new TestInjector.MatchesType(TestKeys.class));
    }

    @Override
    public void stop() {
        servers.close();
    }
}
