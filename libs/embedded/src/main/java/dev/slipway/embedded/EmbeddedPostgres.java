package dev.slipway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL server as a child process, on 127.0.0.1 alone, with scram passwords and full durability.
 *
 * <p>{@link #close()} stops it in order (open transactions are rolled back); {@link #kill()} is {@code kill -9}. Either way the data
 * stay, and a start on the same folder goes on with them.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** The superuser's name. */
    public static final String SUPERUSER = "postgres";

    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 60;
    private static final long LOOK_MILLIS = 10;
    private static final int BIND_TRIES = 5;
    private static final String MAX_CONNECTIONS = "200";

    /**
     * Ends the server ($1 upward) at the end of standard input, which the kernel closes when the parent dies. The shell itself
     * ignores what a terminal sends to the whole group: the server must be stopped in order, not at once.
     */
    private static final String GUARD = """
            trap '' INT HUP TERM
            exec 3<&0
            "$@" </dev/null 3<&- &
            server=$!
            { read -r _ <&3; kill -INT "$server"; } &
            watch=$!
            exec 3<&-
            wait "$server"
            code=$?
            kill -KILL "$watch" 2>/dev/null
            exit "$code"
            """;

    private final PostgresOptions options;
    private final PostgresBinaries binaries;
    private final ServerAccount account;
    private final int port;
    private final Process process;

    private EmbeddedPostgres(
            PostgresOptions options, PostgresBinaries binaries, ServerAccount account, int port, Process process) {
        this.options = options;
        this.binaries = binaries;
        this.account = account;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts the server and returns when it accepts connections; makes the data folder first if there is none, and ends what an
     * earlier, killed run has left running on it.
     */
    public static EmbeddedPostgres start(PostgresOptions options) {
        return start(options, ServerAccount.ofThisProcess());
    }

    static EmbeddedPostgres start(PostgresOptions options, ServerAccount account) {
        PostgresBinaries binaries = PostgresBinaries.unpackedIn(options.binaries());
        try {
            Files.createDirectories(options.folder());
            PostgresOrphan.end(options.data());
            if (!Files.isDirectory(options.data())) {
                initialise(options, binaries, account);
            }
            return options.port() == 0
                    ? startOnFreePort(options, binaries, account)
                    : startOnPort(options, binaries, account, options.port());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public int port() {
        return port;
    }

    /** The postmaster's process number. */
    public long pid() {
        return postmaster(options).orElse(process.pid());
    }

    /** What the launcher and the fixtures do as superuser. */
    public PostgresAdministration administration() {
        return new PostgresAdministration("127.0.0.1", port, SUPERUSER, SecretFiles.read(options.passwordFile()));
    }

    public CompletableFuture<EmbeddedPostgres> onExit() {
        return process.onExit().thenApply(ended -> this);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the postmaster by SIGKILL; its backends follow at once. */
    public void kill() {
        ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
        awaitEnd(process);
        PostgresOrphan.end(options.data());
    }

    /** Stops in order: open transactions are rolled back, everything committed is on disk. */
    @Override
    public void close() {
        if (process.isAlive()) {
            run(
                    account.command(List.of(
                            binaries.program("pg_ctl").toString(),
                            "-D",
                            options.data().toString(),
                            "-m",
                            "fast",
                            "-t",
                            Long.toString(STOP_SECONDS),
                            "stop")),
                    options.log());
        }
        awaitEnd(process);
    }

    /** What the kernel does when this process dies: for the test of {@code endWithParent}. */
    void closePipe() throws IOException {
        process.getOutputStream().close();
    }

    private static void initialise(PostgresOptions options, PostgresBinaries binaries, ServerAccount account)
            throws IOException {
        Path unfinished = options.folder().resolve("data.unfinished");
        FileTrees.delete(unfinished);
        Files.createDirectory(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        SecretFiles.passwordIn(options.passwordFile());
        Path passwordForInit = options.folder().resolve("init.password");
        SecretFiles.write(passwordForInit, SecretFiles.read(options.passwordFile()));
        account.own(unfinished);
        account.own(passwordForInit);
        List<String> command = List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + unfinished,
                "--username=" + SUPERUSER,
                "--pwfile=" + passwordForInit,
                "--auth=scram-sha-256",
                "--locale=C.UTF-8",
                "--encoding=UTF8",
                "--no-instructions");
        int code = run(account.command(command), options.log());
        Files.delete(passwordForInit);
        if (code != 0) {
            throw ServerStartException.withLog("initdb ended with " + code, options.log());
        }
        // Only a whole data folder has the name: an initdb that was killed is begun anew.
        Files.move(unfinished, options.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static EmbeddedPostgres startOnFreePort(
            PostgresOptions options, PostgresBinaries binaries, ServerAccount account) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = FreePorts.take();
            try {
                return startOnPort(options, binaries, account, port);
            } catch (ServerStartException failure) {
                // Somebody may have taken the port since; any other failure comes back with every port.
                if (attempt == BIND_TRIES || FreePorts.isFree(port)) {
                    throw failure;
                }
            }
        }
    }

    private static EmbeddedPostgres startOnPort(
            PostgresOptions options, PostgresBinaries binaries, ServerAccount account, int port) throws IOException {
        // The file of a killed server would look like the new one's until that has written its own.
        Files.deleteIfExists(options.data().resolve("postmaster.pid"));
        List<String> server = account.command(serverCommand(options, binaries, port));
        ProcessBuilder builder = new ProcessBuilder(
                        OwnSession.command(options.endWithParent() ? guarded(server) : server))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(options.log().toFile()));
        if (!options.endWithParent()) {
            builder.redirectInput(Path.of("/dev/null").toFile());
        }
        EmbeddedPostgres postgres = new EmbeddedPostgres(options, binaries, account, port, builder.start());
        postgres.awaitReady();
        return postgres;
    }

    private static List<String> guarded(List<String> server) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, "postgres-guard"));
        command.addAll(server);
        return command;
    }

    private static List<String> serverCommand(PostgresOptions options, PostgresBinaries binaries, int port) {
        return List.of(
                binaries.program("postgres").toString(),
                "-D",
                options.data().toString(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "port=" + port,
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=" + MAX_CONNECTIONS,
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on",
                "-c",
                "timezone=UTC",
                "-c",
                "log_timezone=UTC");
    }

    /** The server writes "ready" into the eighth line of its pid file when it accepts connections. */
    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!isReady()) {
            if (awaitEnd(process, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                throw ServerStartException.withLog(
                        "PostgreSQL ended with " + process.exitValue() + " at its start", options.log());
            }
            if (System.nanoTime() > deadline) {
                kill();
                throw ServerStartException.withLog(
                        "PostgreSQL was not ready after " + START_SECONDS + " s", options.log());
            }
        }
    }

    private boolean isReady() throws IOException {
        Path file = options.data().resolve("postmaster.pid");
        return Files.exists(file)
                && Files.readString(file).lines().skip(7).findFirst().orElse("").startsWith("ready");
    }

    private static Optional<Long> postmaster(PostgresOptions options) {
        try {
            return Files.readString(options.data().resolve("postmaster.pid"))
                    .lines()
                    .findFirst()
                    .map(String::strip)
                    .map(Long::valueOf);
        } catch (IOException notRunning) {
            return Optional.empty();
        }
    }

    private static void awaitEnd(Process process) {
        if (!awaitEnd(process, STOP_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static boolean awaitEnd(Process process, long time, TimeUnit unit) {
        try {
            return process.waitFor(time, unit);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerStartException("Interrupted while waiting for PostgreSQL", interrupted);
        }
    }

    private static int run(List<String> command, Path log) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            awaitEnd(process, STOP_SECONDS * 2, TimeUnit.SECONDS);
            return process.waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerStartException("Interrupted while running " + command.get(0), interrupted);
        }
    }
}
