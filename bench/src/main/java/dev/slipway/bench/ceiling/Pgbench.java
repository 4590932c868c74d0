package dev.slipway.bench.ceiling;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the very statements of an accepted build with pgbench, on the very server, in a schema of its own made by the services' own
 * migrations. What remains to Slipway is everything else: HTTP, identity, validation, the relay.
 */
public final class Pgbench {

    private static final Pattern TRANSACTIONS_PER_SECOND = Pattern.compile("^tps = ([0-9.]+)", Pattern.MULTILINE);
    private static final String DATABASE = "slipway";
    private static final String SCHEMA = "bench_ceiling";
    private static final List<String> MIGRATIONS = List.of(
            "libs/service-kit/src/main/resources/db/kit/V1__outbox_inbox_lease_idempotency.sql",
            "build-service/src/main/resources/db/migration/V100__flow_build.sql");

    private final Path root;
    private final int port;
    private final String password;

    /** @param root the repository's top folder */
    public Pgbench(Path root, int port, String password) {
        this.root = root;
        this.port = port;
        this.password = password;
    }

    /** Transactions per second; empty if this machine has no pgbench. */
    public OptionalDouble acceptedBuilds(int clients, int seconds) throws IOException, InterruptedException {
        if (!isInstalled("pgbench") || !isInstalled("psql")) {
            return OptionalDouble.empty();
        }
        Path work = Files.createTempDirectory("slipway-pgbench-");
        prepare(work);
        Path script = copy("accept.pgbench.sql", work);
        String output = run(
                "pgbench",
                "--no-vacuum",
                "--client=" + clients,
                "--jobs=2",
                "--time=" + seconds,
                "--protocol=prepared",
                "--file=" + script,
                DATABASE);
        Matcher found = TRANSACTIONS_PER_SECOND.matcher(output);
        if (!found.find()) {
            throw new IOException("pgbench says nothing of transactions per second:\n" + output);
        }
        run("psql", "--quiet", "--command", "DROP SCHEMA " + SCHEMA + " CASCADE", DATABASE);
        return OptionalDouble.of(Double.parseDouble(found.group(1)));
    }

    private void prepare(Path work) throws IOException, InterruptedException {
        StringBuilder sql = new StringBuilder("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE;\nCREATE SCHEMA " + SCHEMA
                + ";\nSET search_path = " + SCHEMA + ";\n");
        for (String migration : MIGRATIONS) {
            sql.append(Files.readString(root.resolve(migration))).append('\n');
        }
        sql.append(resource("accept.flows.sql"));
        Path file = work.resolve("prepare.sql");
        Files.writeString(file, sql);
        run("psql", "--quiet", "--set=ON_ERROR_STOP=1", "--file=" + file, DATABASE);
    }

    private String run(String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
        builder.environment().put("PGHOST", "127.0.0.1");
        builder.environment().put("PGPORT", Integer.toString(port));
        builder.environment().put("PGUSER", "postgres");
        builder.environment().put("PGPASSWORD", password);
        builder.environment().put("PGOPTIONS", "-c search_path=" + SCHEMA);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command[0] + " failed:\n" + output);
        }
        return output;
    }

    private static boolean isInstalled(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Pattern.compile(":")
                .splitAsStream(path)
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static Path copy(String resource, Path folder) throws IOException {
        Path file = folder.resolve(resource);
        Files.writeString(file, resource(resource));
        return file;
    }

    private static String resource(String name) throws IOException {
        try (InputStream input = Pgbench.class.getResourceAsStream("/" + name)) {
            if (input == null) {
                throw new IOException(name + " is missing from the jar");
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
