package dev.slipway.local.data;

import dev.slipway.local.LaunchFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/** Held by the one launcher that runs on a data folder; the kernel lets go of it when that launcher dies in whatever way. */
public final class DataFolderLock implements AutoCloseable {

    private final FileChannel channel;

    private DataFolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws LaunchFailure if another launcher runs on the folder */
    public static DataFolderLock take(DataFolder folder) {
        try {
            FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isFree(channel)) {
                channel.close();
                throw new LaunchFailure("Slipway is already running on " + folder.path()
                        + ": see ./slipway status, stop it with ./slipway down, or use another --data folder");
            }
            return new DataFolderLock(channel);
        } catch (IOException failed) {
            throw new LaunchFailure(
                    "The lock file " + folder.lock() + " cannot be used: " + failed.getMessage(), failed);
        }
    }

    /** Locks it if so. */
    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new LaunchFailure("The lock file cannot be closed: " + failed.getMessage(), failed);
        }
    }
}
