package dev.slipway.sandbox;

import java.nio.file.Path;

/** One thing in the file system that a command sees, at its path inside. Entries are made in order. */
sealed interface FilesystemEntry {

    Path inside();

    /** An empty folder in the root's own memory. */
    record Directory(Path inside) implements FilesystemEntry {}

    record Link(String target, Path inside) implements FilesystemEntry {}

    /**
     * A folder or file of the host.
     *
     * @param host free of symbolic links
     */
    record Bound(Path host, Path inside, boolean writable, boolean directory) implements FilesystemEntry {}

    /**
     * A folder in memory of its own.
     *
     * @param mode octal
     * @param bytes how much it may hold
     */
    record Memory(Path inside, String mode, long bytes) implements FilesystemEntry {}
}
