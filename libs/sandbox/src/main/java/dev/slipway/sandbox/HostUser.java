package dev.slipway.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whom this JVM runs as.
 *
 * @param capable root with the capabilities that making a sandbox without a user namespace takes
 */
record HostUser(int uid, int gid, boolean capable) {

    /** CAP_CHOWN, CAP_KILL, CAP_SETGID, CAP_SETUID, CAP_SETPCAP, CAP_SYS_ADMIN. */
    private static final long NEEDED = 1L << 0 | 1L << 5 | 1L << 6 | 1L << 7 | 1L << 8 | 1L << 21;

    static HostUser current() {
        Path self = Path.of("/proc/self");
        try {
            int uid = (int) Files.getAttribute(self, "unix:uid");
            int gid = (int) Files.getAttribute(self, "unix:gid");
            long effective = Files.readAllLines(self.resolve("status")).stream()
                    .filter(line -> line.startsWith("CapEff:"))
                    .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).trim(), 16))
                    .findFirst()
                    .orElse(0);
            return new HostUser(uid, gid, uid == 0 && (effective & NEEDED) == NEEDED);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("/proc is not readable", unreadable);
        }
    }

    boolean isRoot() {
        return uid == 0;
    }
}
