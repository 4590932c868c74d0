package dev.slipway.build.runner.process;

import dev.slipway.kit.db.Ids;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Where this process keeps the files of its jobs. Each process has a folder of its own that it holds by a lock, so that one that starts
 * can tell what a killed one left behind, and removes it.
 */
final class WorkFolder implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WorkFolder.class);
    private static final String LOCK = "lock";

    private final Path own;
    private final FileChannel channel;

    private WorkFolder(Path own, FileChannel channel) {
        this.own = own;
        this.channel = channel;
    }

    static WorkFolder open(Path all) throws IOException {
        Files.createDirectories(all);
        sweep(all);
        Path own = Files.createDirectory(all.resolve(Ids.newId().toString()));
        FileChannel channel = FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return new WorkFolder(own, channel);
    }

    /** An empty folder for a job. */
    Path forJob(UUID jobId) throws IOException {
        Path folder = own.resolve(jobId.toString());
        FileTree.delete(folder);
        return Files.createDirectory(folder);
    }

    @Override
    public void close() {
        try {
            FileTree.delete(own);
            channel.close();
        } catch (IOException leftForTheNext) {
            LOG.debugf("%s is removed at the next start: %s", own, leftForTheNext.getMessage());
        }
    }

    private static void sweep(Path all) throws IOException {
        List<Path> folders;
        try (Stream<Path> found = Files.list(all)) {
            folders = found.filter(Files::isDirectory).toList();
        }
        for (Path folder : folders) {
            if (isAbandoned(folder)) {
                FileTree.delete(folder);
            }
        }
    }

    private static boolean isAbandoned(Path folder) throws IOException {
        Path lockFile = folder.resolve(LOCK);
        if (!Files.exists(lockFile)) {
            // Its maker is between making it and locking it, or died there; an empty folder harms nobody.
            return false;
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }
}
