package dev.slipway.sandbox;

import java.nio.file.Path;
import java.util.Set;

/**
 * How a service uses the sandbox.
 *
 * @param runtimeFolder the service's own folder for scripts and start files; made with mode 0700, one per service process
 * @param unsafe true when commands may run without any sandbox where none works; dangerous, false by default
 * @param uid the user that commands run as when the service is root; an ordinary service runs them as itself
 * @param gid its group
 * @param levels the rungs that may be used
 */
public record SandboxSettings(Path runtimeFolder, boolean unsafe, int uid, int gid, Set<SandboxLevel> levels) {

    /** {@code nobody} and {@code nogroup} on most systems. */
    private static final int NOBODY = 65534;

    public SandboxSettings {
        if (uid <= 0 || gid <= 0) {
            throw new IllegalArgumentException("commands never run as root: uid " + uid + ", gid " + gid);
        }
        runtimeFolder = runtimeFolder.toAbsolutePath().normalize();
        levels = Set.copyOf(levels);
    }

    public static SandboxSettings in(Path runtimeFolder) {
        return new SandboxSettings(runtimeFolder, false, NOBODY, NOBODY, Set.of(SandboxLevel.values()));
    }

    public SandboxSettings withUnsafe(boolean allowed) {
        return new SandboxSettings(runtimeFolder, allowed, uid, gid, levels);
    }

    public SandboxSettings withUser(int newUid, int newGid) {
        return new SandboxSettings(runtimeFolder, unsafe, newUid, newGid, levels);
    }

    public SandboxSettings withLevels(SandboxLevel... allowed) {
        return new SandboxSettings(runtimeFolder, unsafe, uid, gid, Set.of(allowed));
    }
}
