package dev.slipway.embedded;

import java.nio.file.Path;
import java.util.List;

/**
 * Ends the server that a killed run left on a data folder.
 *
 * <p>A postmaster outlives a killed parent, and a new one refuses to start beside it. Its backends outlive a killed postmaster by a
 * moment, and the shared memory that they hold makes a new postmaster refuse as well. All of them stand in the data folder, which
 * tells them apart from any stranger that has taken over a number out of {@code postmaster.pid}.
 */
final class PostgresOrphan {

    private static final long STOP_SECONDS = 10;

    private PostgresOrphan() {}

    static void end(Path data) {
        List<ProcessHandle> servers = RunningProcesses.standingIn(data).stream()
                .filter(PostgresOrphan::isPostgres)
                .toList();
        // Like a power cut, which PostgreSQL recovers from; nobody uses this server any more.
        servers.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle server : servers) {
            if (!RunningProcesses.awaitExit(server, STOP_SECONDS)) {
                throw new ServerStartException(
                        "A PostgreSQL process of an earlier run does not end: pid " + server.pid() + " on " + data);
            }
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        // The postmaster shows its path, a backend a title such as "postgres: checkpointer".
        List<String> command = RunningProcesses.commandLine(process.pid());
        return !command.isEmpty()
                && (command.get(0).endsWith("/postgres") || command.get(0).startsWith("postgres:"));
    }
}
