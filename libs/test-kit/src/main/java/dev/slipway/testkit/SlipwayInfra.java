package dev.slipway.testkit;

import dev.slipway.embedded.FileTrees;
import dev.slipway.embedded.PostgresAdministration;
import dev.slipway.embedded.ServiceSchema;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The world of one service under a {@code @QuarkusTest}: a PostgreSQL with its schema and user, a Kafka, its keys, an empty data
 * folder, all new and its own, so that nothing of another test run, module or profile can be seen from it.
 *
 * <p>{@code @QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "build"))}. The servers
 * start in about two seconds, side by side; they end with the test JVM even if that is killed. A test that stops and starts them
 * declares a field {@code TestServers} with {@link InjectServers}.
 */
public final class SlipwayInfra implements QuarkusTestResourceLifecycleManager {

    /** The init argument that names the service's schema: gateway, build, app, registry, pipeline or webhook. */
    public static final String SCHEMA = "schema";

    private static final String DATABASE = "slipway";
    private static final String GATEWAY_SCHEMA = "gateway";

    private String schema = "";
    private @Nullable TestServers servers;
    private @Nullable Path dataFolder;

    @Override
    public void init(Map<String, String> arguments) {
        schema = arguments.getOrDefault(SCHEMA, "");
        if (schema.isEmpty()) {
            throw new IllegalArgumentException("SlipwayInfra needs the init argument \"schema\"");
        }
    }

    @Override
    public Map<String, String> start() {
        TestServers started = TestServers.start();
        Path data = TestFolders.fresh(schema + "-data-");
        servers = started;
        dataFolder = data;
        PostgresAdministration administration = started.postgres().administration();
        ServiceSchema service = ServiceSchema.named(schema, "password-of-" + schema);
        administration.createDatabase(DATABASE);
        administration.createService(DATABASE, service);

        TestKeys keys = TestKeys.shared();
        Map<String, String> properties = new HashMap<>();
        properties.put("slipway.postgres.url", administration.url(DATABASE));
        properties.put("slipway.postgres.user", service.user());
        properties.put("slipway.postgres.password", service.password());
        properties.put("slipway.kafka.bootstrap", started.kafka().bootstrap());
        properties.put(
                "slipway.identity.private-key-file",
                keys.privateKey(serviceName(schema)).toString());
        properties.put("slipway.identity.trusted-keys-dir", keys.trusted().toString());
        properties.put("slipway.key-ring.file", keys.keyRing().toString());
        properties.put("slipway.data.dir", data.toString());
        properties.put("slipway.allow-loopback", "true");
        properties.put("quarkus.http.test-port", "0");
        return properties;
    }

    @Override
    public void inject(TestInjector injector) {
        if (servers != null) {
            injector.injectIntoFields(
                    servers, new TestInjector.AnnotatedAndMatchesType(InjectServers.class, TestServers.class));
        }
    }

    @Override
    public void stop() {
        if (servers != null) {
            servers.close();
            servers = null;
        }
        if (dataFolder != null) {
            FileTrees.delete(dataFolder);
            dataFolder = null;
        }
    }

    private static String serviceName(String schema) {
        return schema.equals(GATEWAY_SCHEMA) ? "api-gateway" : schema + "-service";
    }
}
