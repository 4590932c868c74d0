package dev.slipway.app.runtime.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * This node's folder: its id, which outlives the service, and a lock that one service process holds. Two services that shared the folder would
 * both take themselves for the one that looks after its apps.
 *
 * <pre>
 *   node        the id
 *   lock
 *   apps/RUN    a start each: record, log, exit
 *   files/APP   what an app has written, kept from start to start
 *   runs/APP    names the starts of an app, one empty file each
 *   sandbox/    the sandbox's own
 * </pre>
 */
final class NodeFolder implements AutoCloseable {

    private final Path folder;
    private final UUID node;
    private final FileChannel channel;
    private final FileLock lock;

    private NodeFolder(Path folder, UUID node, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.node = node;
        this.channel = channel;
        this.lock = lock;
    }

    /** @throws IOException also if another service holds it */
    static NodeFolder open(Path folder) throws IOException {
        for (String part : new String[] {"apps", "files", "runs"}) {
            Files.createDirectories(
                    folder.resolve(part),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new IOException(folder + " is in use by another app-service; give each its own SLIPWAY_DATA_DIR");
        }
        return new NodeFolder(folder, readOrMakeId(folder.resolve("node")), channel, lock);
    }

    UUID node() {
        return node;
    }

    Path run(UUID runId) {
        return folder.resolve("apps").resolve(runId.toString());
    }

    Path files(UUID appId) {
        return folder.resolve("files").resolve(appId.toString());
    }

    /** The same while it is made. */
    Path partialFiles(UUID appId) {
        return folder.resolve("files").resolve(appId + ".partial");
    }

    Path runsOf(UUID appId) {
        return folder.resolve("runs").resolve(appId.toString());
    }

    Path sandbox() {
        return folder.resolve("sandbox");
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static UUID readOrMakeId(Path file) throws IOException {
        try {
            return UUID.fromString(Files.readString(file).strip());
        } catch (NoSuchFileException firstStart) {
            UUID made = UUID.randomUUID();
            Path partial = Files.writeString(file.resolveSibling("node.partial"), made + "\n");
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            return made;
        }
    }
}
