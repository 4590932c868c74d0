package dev.slipway.bench.gateway;

import dev.slipway.embedded.EmbeddedPostgres;
import dev.slipway.embedded.FreePorts;
import dev.slipway.embedded.PostgresAdministration;
import dev.slipway.embedded.PostgresOptions;
import dev.slipway.embedded.SecretFiles;
import dev.slipway.embedded.ServiceSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Slipway's gateway, as packaged, with authentication and quota on, and a PostgreSQL of its own. */
final class SlipwayGateway implements Contestant {

    private static final String SERVICE = "build-service";
    private static final String DATABASE = "slipway";
    private static final String SCHEMA = "gateway";
    /** Load is not what quotas are for: every call is counted, and none refused. */
    private static final long CALLS_PER_HOUR = 1_000_000_000;

    private static final long CALLS_PER_SECOND = 1_000_000;

    private static final List<String> API_CLASSES = List.of("READ", "WRITE", "BUILD", "DEPLOY", "LOG");

    private final ChildProcess process;
    private final EmbeddedPostgres postgres;
    private final int port;

    private SlipwayGateway(ChildProcess process, EmbeddedPostgres postgres, int port) {
        this.process = process;
        this.postgres = postgres;
        this.port = port;
    }

    /** @param tokensPerPrincipal how many of the tokens belong to one user, and so share a quota */
    static SlipwayGateway start(Trial trial, int tokensPerPrincipal, Belongings belongings)
            throws IOException, InterruptedException, SQLException {
        Path folder = trial.work().resolve("slipway");
        EmbeddedPostgres postgres = EmbeddedPostgres.start(
                PostgresOptions.in(folder.resolve("postgres-binaries"), folder.resolve("postgres"))
                        .endingWithParent());
        belongings.keep(postgres::close);
        ServiceSchema schema = ServiceSchema.named(SCHEMA, SecretFiles.newPassword());
        PostgresAdministration administration = postgres.administration();
        administration.createDatabase(DATABASE);
        administration.createService(DATABASE, schema);

        int port = FreePorts.take();
        String adminToken = "slp_" + SecretFiles.newPassword();
        Map<String, String> environment = new HashMap<>(GatewayKeys.in(folder.resolve("secret")));
        environment.put("SLIPWAY_POSTGRES_URL", administration.url(DATABASE));
        environment.put("SLIPWAY_POSTGRES_USER", schema.user());
        environment.put("SLIPWAY_POSTGRES_PASSWORD", schema.password());
        environment.put("SLIPWAY_ADMIN_TOKEN", adminToken);
        environment.put("SLIPWAY_HTTP_PORT", Integer.toString(port));
        environment.put(
                "SLIPWAY_GATEWAY_UPSTREAMS_" + SERVICE.replace('-', '_').toUpperCase(Locale.ROOT),
                "http://127.0.0.1:" + trial.upstreamPort());
        API_CLASSES.forEach(apiClass ->
                environment.put("SLIPWAY_GATEWAY_QUOTA_PRINCIPAL_" + apiClass, Long.toString(CALLS_PER_HOUR)));
        // The burst limit of each token, likewise.
        environment.put("SLIPWAY_GATEWAY_BURST_TOKEN_PER_SECOND", Long.toString(CALLS_PER_SECOND));
        environment.put("SLIPWAY_GATEWAY_BURST_TOKEN_BURST", Long.toString(CALLS_PER_SECOND));

        List<String> command = new ArrayList<>(ServerJvm.command());
        command.addAll(List.of(
                "-jar",
                trial.root()
                        .resolve("api-gateway/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        ChildProcess process =
                belongings.keep(ChildProcess.start(command, environment, folder.resolve("api-gateway.log")));
        process.awaitAnswer(port, "/q/health/ready", adminToken);
        TokenRows.insert(administration, DATABASE, SCHEMA, trial.tokens(), tokensPerPrincipal);
        process.awaitAnswer(port, trial.path(), trial.anyToken());
        return new SlipwayGateway(process, postgres, port);
    }

    @Override
    public String name() {
        return "Slipway";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public double residentMib() {
        return process.residentMib();
    }

    @Override
    public long cpuNanos() {
        return process.cpuNanos() + postgresCpuNanos();
    }

    /** For who wants to look into it. */
    long pid() {
        return process.pid();
    }

    private long postgresCpuNanos() {
        return ProcessHandle.of(postgres.pid())
                .map(postmaster -> ProcFiles.cpuNanos(Stream.concat(Stream.of(postmaster), postmaster.descendants())))
                .orElse(0L);
    }
}
