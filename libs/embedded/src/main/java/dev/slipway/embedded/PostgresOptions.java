package dev.slipway.embedded;

import java.nio.file.Path;

/**
 * How an embedded PostgreSQL is started.
 *
 * @param binaries where the server's programs are unpacked, once; may be shared by any number of servers
 * @param folder the server's own folder: {@code data/}, {@code postgres.log}, {@code superuser.password}
 * @param port the port on 127.0.0.1, or 0 for a free one
 * @param endWithParent whether the server ends when this process dies in whatever way, {@code kill -9} included
 */
public record PostgresOptions(Path binaries, Path folder, int port, boolean endWithParent) {

    public PostgresOptions {
        binaries = binaries.toAbsolutePath().normalize();
        folder = folder.toAbsolutePath().normalize();
    }

    /** A server in the folder, on a free port, that outlives a killed parent. */
    public static PostgresOptions in(Path binaries, Path folder) {
        return new PostgresOptions(binaries, folder, 0, false);
    }

    public PostgresOptions onPort(int fixedPort) {
        return new PostgresOptions(binaries, folder, fixedPort, endWithParent);
    }

    public PostgresOptions endingWithParent() {
        return new PostgresOptions(binaries, folder, port, true);
    }

    Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("postgres.log");
    }

    Path passwordFile() {
        return folder.resolve("superuser.password");
    }
}
