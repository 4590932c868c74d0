package dev.slipway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Under which account PostgreSQL runs: it refuses to run as root.
 *
 * <ul>
 *   <li>{@link #CALLER}: an ordinary user's own account.
 *   <li>{@link #USER_NAMESPACE}: for root; in a user namespace without a mapping the server sees itself as nobody, while its files
 *       stay root's.
 *   <li>{@link #NOBODY}: for root where user namespaces are forbidden; the data folder then belongs to uid 65534, and every folder
 *       above it must be passable for that account.
 * </ul>
 */
enum ServerAccount {
    CALLER {
        @Override
        List<String> prefix() {
            return List.of();
        }
    },
    USER_NAMESPACE {
        @Override
        List<String> prefix() {
            return List.of("unshare", "--user");
        }
    },
    NOBODY {
        @Override
        List<String> prefix() {
            return List.of("setpriv", "--reuid=" + NOBODY_ID, "--regid=" + NOBODY_ID, "--clear-groups");
        }

        @Override
        void own(Path folder) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.toList()) {
                    Files.setAttribute(path, "unix:uid", NOBODY_ID, LinkOption.NOFOLLOW_LINKS);
                    Files.setAttribute(path, "unix:gid", NOBODY_ID, LinkOption.NOFOLLOW_LINKS);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    };

    private static final int NOBODY_ID = 65_534;
    private static final int PROBE_SECONDS = 10;

    /** What stands before a command so that it runs under this account, as the same process. */
    abstract List<String> prefix();

    /** Gives files that the caller has written to the account. */
    void own(Path folder) {
        // The files are the account's already.
    }

    List<String> command(List<String> command) {
        return Stream.concat(prefix().stream(), command.stream()).toList();
    }

    static ServerAccount ofThisProcess() {
        if (!isRoot()) {
            return CALLER;
        }
        if (works(USER_NAMESPACE)) {
            return USER_NAMESPACE;
        }
        if (works(NOBODY)) {
            return NOBODY;
        }
        throw new ServerStartException("PostgreSQL refuses to run as root, and neither unshare nor setpriv works here:"
                + " start as an ordinary user, or give an existing server (--postgres URL)");
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean works(ServerAccount account) {
        try {
            Process probe = new ProcessBuilder(account.command(List.of("true")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerStartException("Interrupted while probing for " + account, interrupted);
        }
    }
}
