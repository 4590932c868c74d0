package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.embedded.PostgresAdministration;
import dev.slipway.embedded.ServiceSchema;
import dev.slipway.local.suite.ServiceName;
import dev.slipway.testkit.TestKeys;
import dev.slipway.testkit.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Two replicas of a service and two gateways, restarted one after another as an orchestrator does it while clients ask, each request once: none fails. With
 * {@code -Pchaos} every kind of service and 100,000 requests, else one kind, which the seed chooses, and 5,000.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollingRestartIT {

    private static final boolean CHAOS = Boolean.getBoolean("slipway.chaos");
    private static final int REQUESTS = CHAOS ? 100_000 : 5_000;
    private static final int CLIENTS = 4;
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(60);
    private static final String ADMIN_TOKEN = "token-of-the-first-administrator-0123456789";
    private static final String DATABASE = "slipway";
    private static final String MANY = "100000000";

    /** What each service is asked for. */
    private static final Map<ServiceName, String> LISTS = Map.of(
            ServiceName.BUILD_SERVICE, "/platform/v1/flows",
            ServiceName.APP_SERVICE, "/platform/v1/apps",
            ServiceName.REGISTRY_SERVICE, "/platform/v1/repositories",
            ServiceName.PIPELINE_SERVICE, "/platform/v1/pipelines",
            ServiceName.WEBHOOK_SERVICE, "/platform/v1/webhook-endpoints");

    private final long seed = Long.getLong("slipway.seed", System.currentTimeMillis());
    private final List<ServiceName> kinds = CHAOS ? all() : List.of(all().get(new Random(seed).nextInt(LISTS.size())));
    private final Map<ServiceName, List<PackagedService>> replicas = new EnumMap<>(ServiceName.class);
    private final List<PackagedService> gateways = new ArrayList<>();

    private TestServers servers;
    private Path data;

    @BeforeAll
    void start() throws IOException {
        servers = TestServers.start();
        servers.postgres().administration().createDatabase(DATABASE);
        data = Files.createTempDirectory(Files.createDirectories(Path.of("target", "replicas")), "data-");
        Map<String, String> gateway = environment(ServiceName.API_GATEWAY);
        gateway.put("SLIPWAY_ADMIN_TOKEN", ADMIN_TOKEN);
        gateway.put("SLIPWAY_GATEWAY_QUOTA_PRINCIPAL_READ", MANY);
        for (ServiceName kind : kinds) {
            Map<String, String> service = environment(kind);
            replicas.put(kind, List.of(replica(kind, service, 1), replica(kind, service, 2)));
            gateway.put(
                    "SLIPWAY_GATEWAY_UPSTREAMS_" + kind.name(),
                    replicas.get(kind).stream().map(PackagedService::address).collect(Collectors.joining(",")));
        }
        gateways.add(new PackagedService(ServiceName.API_GATEWAY, gateway));
        gateways.add(new PackagedService(ServiceName.API_GATEWAY, gateway));
        for (PackagedService one : inTurn()) {
            one.start();
        }
    }

    @AfterAll
    void stop() {
        inTurn().forEach(PackagedService::close);
        servers.close();
    }

    @Test
    void noRequestFailsWhileEverythingIsRestartedInTurn() throws Exception {
        List<String> paths = kinds.stream().map(LISTS::get).toList();
        try (BalancedLoad load = new BalancedLoad(gateways, paths, "Bearer " + ADMIN_TOKEN, CLIENTS, seed)) {
            // When
            do {
                for (PackagedService service : inTurn()) {
                    service.stop();
                    service.start();
                    await().atMost(NOTICED_WITHIN).until(() -> isEverythingUsed() && load.usesAll());
                }
            } while (load.answered() < REQUESTS && load.failures().isEmpty());

            // Then
            assertThat(load.failures())
                    .as("of %d requests to %s, -Dslipway.seed=%d", load.answered(), kinds, seed)
                    .isEmpty();
            assertThat(load.answered()).isGreaterThanOrEqualTo(REQUESTS);
        }
    }

    /** Services first: with a gateway on either side of the restart. */
    private List<PackagedService> inTurn() {
        List<PackagedService> all = new ArrayList<>();
        replicas.values().forEach(all::addAll);
        all.addAll(gateways);
        return all;
    }

    private boolean isEverythingUsed() throws Exception {
        for (PackagedService gateway : gateways) {
            String metrics = gateway.get("/q/metrics");
            for (ServiceName kind : kinds) {
                if (!metrics.contains(
                        "slipway_gateway_upstream_addresses_usable{service=\"" + kind.word() + "\"} 2.0")) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<ServiceName> all() {
        return ServiceName.all().stream().filter(LISTS::containsKey).toList();
    }

    /** What a replica keeps in files is its own. */
    private PackagedService replica(ServiceName kind, Map<String, String> environment, int number) throws IOException {
        Map<String, String> own = new HashMap<>(environment);
        own.put(
                "SLIPWAY_DATA_DIR",
                Files.createDirectories(data.resolve(kind.word() + "-" + number))
                        .toAbsolutePath()
                        .toString());
        return new PackagedService(kind, own);
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
        // Twelve processes share one PostgreSQL.
        environment.put("SLIPWAY_POSTGRES_MAX_CONNECTIONS", "4");
        environment.put("SLIPWAY_UNSAFE_RUNNER", "true");
        environment.put("SLIPWAY_KAFKA_BOOTSTRAP", servers.kafka().bootstrap());
        environment.put(
                "SLIPWAY_IDENTITY_PRIVATE_KEY_FILE",
                keys.privateKey(service.word()).toString());
        environment.put("SLIPWAY_IDENTITY_TRUSTED_KEYS_DIR", keys.trusted().toString());
        environment.put("SLIPWAY_KEY_RING_FILE", keys.keyRing().toString());
        return environment;
    }
}
