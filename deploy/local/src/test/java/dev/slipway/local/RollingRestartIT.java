package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.embedded.PostgresAdministration;
import dev.slipway.embedded.ServiceSchema;
import dev.slipway.local.suite.ServiceName;
import dev.slipway.testkit.TestKeys;
import dev.slipway.testkit.TestServers;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Two replicas of a service and two gateways, restarted one after another as an orchestrator does it while clients ask: no request fails. With
 * {@code -Pchaos} 100,000 requests, else 5,000.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollingRestartIT {

    private static final int REQUESTS = Boolean.getBoolean("slipway.chaos") ? 100_000 : 5_000;
    private static final int CLIENTS = 4;
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(60);
    private static final String ADMIN_TOKEN = "token-of-the-first-administrator-0123456789";
    private static final String DATABASE = "slipway";
    private static final String MANY = "100000000";

    private TestServers servers;
    private List<PackagedService> replicas;
    private List<PackagedService> gateways;

    @BeforeAll
    void start() throws IOException {
        servers = TestServers.start();
        servers.postgres().administration().createDatabase(DATABASE);
        Map<String, String> service = environment(ServiceName.WEBHOOK_SERVICE);
        replicas = List.of(
                new PackagedService(ServiceName.WEBHOOK_SERVICE, service),
                new PackagedService(ServiceName.WEBHOOK_SERVICE, service));
        Map<String, String> gateway = environment(ServiceName.API_GATEWAY);
        gateway.put("SLIPWAY_ADMIN_TOKEN", ADMIN_TOKEN);
        gateway.put("SLIPWAY_GATEWAY_QUOTA_PRINCIPAL_READ", MANY);
        gateway.put(
                "SLIPWAY_GATEWAY_UPSTREAMS_WEBHOOK_SERVICE",
                replicas.stream().map(PackagedService::address).collect(Collectors.joining(",")));
        gateways = List.of(
                new PackagedService(ServiceName.API_GATEWAY, gateway),
                new PackagedService(ServiceName.API_GATEWAY, gateway));
        for (PackagedService one : replicas) {
            one.start();
        }
        for (PackagedService one : gateways) {
            one.start();
        }
    }

    @AfterAll
    void stop() {
        gateways.forEach(PackagedService::close);
        replicas.forEach(PackagedService::close);
        servers.close();
    }

    @Test
    void noRequestFailsWhileEverythingIsRestartedInTurn() throws Exception {
        try (BalancedLoad load = new BalancedLoad(
                gateways, "/platform/v1/webhook-endpoints?limit=1", "Bearer " + ADMIN_TOKEN, CLIENTS)) {
            // When
            int restarts = 0;
            while (restarts == 0 || load.answered() < REQUESTS) {
                for (PackagedService replica : replicas) {
                    restart(replica, load);
                }
                for (PackagedService gateway : gateways) {
                    restart(gateway, load);
                }
                restarts++;
            }

            // Then
            assertThat(load.failures()).isEmpty();
            assertThat(load.answered()).isGreaterThanOrEqualTo(REQUESTS);
        }
    }

    private void restart(PackagedService service, BalancedLoad load) throws Exception {
        service.stop();
        service.start();
        await().atMost(NOTICED_WITHIN).until(() -> everyGatewayUsesBothReplicas() && load.usesAll());
    }

    private boolean everyGatewayUsesBothReplicas() throws Exception {
        for (PackagedService gateway : gateways) {
            if (!gateway.get("/q/metrics")
                    .contains("slipway_gateway_upstream_addresses_usable{service=\"webhook-service\"} 2.0")) {
                return false;
            }
        }
        return true;
    }

    private Map<String, String> environment(ServiceName service) {
        PostgresAdministration postgres = servers.postgres().administration();
        ServiceSchema schema = ServiceSchema.named(service.schema(), "password-of-" + service.schema());
        postgres.createService(DATABASE, schema);
        TestKeys keys = TestKeys.shared();
        Map<String, String> environment = new HashMap<>();
        environment.put("SLIPWAY_POSTGRES_URL", postgres.url(DATABASE));
        environment.put("SLIPWAY_POSTGRES_USER", schema.user());
        environment.put("SLIPWAY_POSTGRES_PASSWORD", schema.password());
        environment.put("SLIPWAY_KAFKA_BOOTSTRAP", servers.kafka().bootstrap());
        environment.put(
                "SLIPWAY_IDENTITY_PRIVATE_KEY_FILE",
                keys.privateKey(service.word()).toString());
        environment.put("SLIPWAY_IDENTITY_TRUSTED_KEYS_DIR", keys.trusted().toString());
        environment.put("SLIPWAY_KEY_RING_FILE", keys.keyRing().toString());
        return environment;
    }
}
