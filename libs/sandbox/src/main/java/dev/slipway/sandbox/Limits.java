package dev.slipway.sandbox;

/**
 * Bounds by {@code setrlimit}; {@link #UNLIMITED} leaves the host's. A host limit that is lower already stays.
 *
 * @param memoryBytes the private memory of each process (RLIMIT_DATA: what a JVM reserves but does not use does not count)
 * @param processes processes and threads of the sandbox's user, of all its sandboxes together when the service is root
 * @param openFiles descriptors of each process
 * @param fileBytes the largest file that may be written
 */
public record Limits(long memoryBytes, long processes, long openFiles, long fileBytes) {

    public static final long UNLIMITED = 0;

    public static final Limits NONE = new Limits(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED);

    public Limits {
        if (memoryBytes < 0 || processes < 0 || openFiles < 0 || fileBytes < 0) {
            throw new IllegalArgumentException("limits are not negative");
        }
    }

    public Limits withMemoryBytes(long bytes) {
        return new Limits(bytes, processes, openFiles, fileBytes);
    }

    public Limits withProcesses(long count) {
        return new Limits(memoryBytes, count, openFiles, fileBytes);
    }

    public Limits withOpenFiles(long count) {
        return new Limits(memoryBytes, processes, count, fileBytes);
    }

    public Limits withFileBytes(long bytes) {
        return new Limits(memoryBytes, processes, openFiles, bytes);
    }
}
