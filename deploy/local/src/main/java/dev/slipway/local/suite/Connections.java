package dev.slipway.local.suite;

import dev.slipway.embedded.EmbeddedKafka;
import dev.slipway.embedded.FreePorts;
import dev.slipway.embedded.PostgresAdministration;
import dev.slipway.embedded.ServiceSchema;
import dev.slipway.local.LaunchFailure;
import dev.slipway.local.data.Secrets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Who listens where in this run, and with which names and passwords the services come in. */
final class Connections {

    private static final String DATABASE = "slipway";

    private final SuiteOptions options;
    private final Secrets secrets;
    private final Map<ServiceName, Integer> ports = new EnumMap<>(ServiceName.class);
    private final int postgresPort;
    private final int kafkaPort;

    Connections(SuiteOptions options, Secrets secrets) {
        this.options = options;
        this.secrets = secrets;
        this.postgresPort = FreePorts.take();
        this.kafkaPort = FreePorts.take();
        for (ServiceName service : ServiceName.all()) {
            ports.put(service, service == ServiceName.API_GATEWAY ? options.port() : FreePorts.take());
        }
    }

    int port(ServiceName service) {
        Integer port = ports.get(service);
        if (port == null) {
            throw new LaunchFailure("No port for " + service.word());
        }
        return port;
    }

    int postgresPort() {
        ExternalPostgres external = options.postgres();
        return external == null ? postgresPort : external.administration().port();
    }

    int kafkaPort() {
        ExternalKafka external = options.kafka();
        return external == null ? kafkaPort : external.port();
    }

    String postgresUrl() {
        ExternalPostgres external = options.postgres();
        return external == null
                ? "postgresql://127.0.0.1:" + postgresPort + "/" + DATABASE
                : external.administration().url(external.database());
    }

    String postgresUser(ServiceName service) {
        return "slipway_" + service.schema();
    }

    String postgresPassword(ServiceName service) {
        return secrets.postgresPassword(postgresUser(service));
    }

    String kafkaBootstrap() {
        ExternalKafka external = options.kafka();
        return external == null ? "127.0.0.1:" + kafkaPort : external.bootstrap();
    }

    Map<String, String> kafkaCredentials(ServiceName service) {
        ExternalKafka external = options.kafka();
        return external == null
                ? Map.of(
                        "SLIPWAY_KAFKA_USER", service.word(),
                        "SLIPWAY_KAFKA_PASSWORD", secrets.kafkaPassword(service.word()))
                : external.credentials();
    }

    /** The users of the embedded Kafka: one per service, and the broker's own. */
    Map<String, String> kafkaUsers() {
        Map<String, String> users = new HashMap<>();
        users.put(EmbeddedKafka.ADMINISTRATOR, secrets.kafkaPassword(EmbeddedKafka.ADMINISTRATOR));
        for (ServiceName service : ServiceName.all()) {
            users.put(service.word(), secrets.kafkaPassword(service.word()));
        }
        return users;
    }

    /** Makes the embedded server's database, and in it a user and a schema for every service. */
    void prepare(PostgresAdministration embedded) {
        embedded.createDatabase(DATABASE);
        createServices(embedded, DATABASE);
    }

    /** The same in an existing server's database. */
    void prepare(ExternalPostgres external) {
        createServices(external.administration(), external.database());
    }

    private void createServices(PostgresAdministration administration, String database) {
        for (ServiceName service : ServiceName.all()) {
            administration.createService(
                    database, new ServiceSchema(service.schema(), postgresUser(service), postgresPassword(service)));
        }
    }
}
