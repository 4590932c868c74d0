package dev.slipway.registry.storage;

import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Contents and uploads as files. A content appears under its digest whole or not at all: it is written elsewhere, forced to the
 * disk, and renamed into place. Rows in the database say who may see it; a file without a row is invisible.
 *
 * <p>Blocking: for worker threads only.
 */
public final class BlobFiles {

    private final StorageLayout layout;
    private final FreeSpace space;
    private final RunningDigests digests = new RunningDigests();

    /** @param minFreeBytes no upload begins or goes on while the volume has less space than this */
    public BlobFiles(Path root, long minFreeBytes) throws IOException {
        this(root, FreeSpace.of(Files.createDirectories(new StorageLayout(root).uploads()), minFreeBytes));
    }

    BlobFiles(Path root, FreeSpace space) throws IOException {
        this.layout = new StorageLayout(root);
        this.space = space;
        Files.createDirectories(layout.uploads());
    }

    /** Begins an upload; its file is empty. */
    public void createUpload(UUID id) throws IOException {
        space.require();
        Files.createFile(layout.upload(id));
    }

    /** Bytes that have arrived; empty if there is no such upload. */
    public Optional<Long> uploadedBytes(UUID id) throws IOException {
        try {
            return Optional.of(Files.size(layout.upload(id)));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /**
     * Opens an upload for its one writer.
     *
     * @throws RegistryException BLOB_UPLOAD_UNKNOWN if it has ended, BLOB_UPLOAD_BUSY while another request writes to it
     */
    public UploadFile openUpload(UUID id) throws IOException {
        space.require();
        FileChannel channel = openExisting(id);
        try {
            lock(channel);
            refuseWhenEnded(id);
            return new UploadFile(id, channel, digests, space);
        } catch (IOException | RuntimeException refused) {
            channel.close();
            throw refused;
        }
    }

    /** Writes a small content that is in memory durably, as an upload that is complete. */
    public UUID stage(byte[] content) throws IOException {
        space.require();
        UUID id = UUID.randomUUID();
        try (FileChannel channel =
                FileChannel.open(layout.upload(id), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            return id;
        } catch (IOException failed) {
            discardUpload(id);
            throw failed;
        }
    }

    /**
     * Puts an upload, which is durable and hashes to {@code digest}, in its place, from where it is read from now on. The same
     * content may be there already: it is replaced by itself.
     */
    public void publish(UUID upload, Digest digest) throws IOException {
        makeFolders(digest);
        Files.move(
                layout.upload(upload),
                layout.blob(digest),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        forceFolder(layout.folder(digest));
    }

    public void discardUpload(UUID id) throws IOException {
        Files.deleteIfExists(layout.upload(id));
    }

    /** The uploads whose files nothing has been written to since {@code before}. Files that are no uploads are not ours to judge. */
    public List<UUID> uploadsUntouchedSince(Instant before) throws IOException {
        List<UUID> untouched = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.uploads())) {
            for (Path file : files) {
                if (isUntouchedSince(file, before)) {
                    layout.uploadId(file).ifPresent(untouched::add);
                }
            }
        }
        return untouched;
    }

    private static boolean isUntouchedSince(Path file, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before);
        } catch (NoSuchFileException ended) {
            return false;
        }
    }

    /** The file of a content; empty if it is not there. */
    public Optional<Path> find(Digest digest) {
        Path path = layout.blob(digest);
        return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
    }

    public void delete(Digest digest) throws IOException {
        Files.deleteIfExists(layout.blob(digest));
    }

    private FileChannel openExisting(UUID id) throws IOException {
        try {
            return FileChannel.open(layout.upload(id), StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException gone) {
            throw ended(gone);
        }
    }

    /** Between opening and locking, the writer before us may have published this very file, which must never change again. */
    private void refuseWhenEnded(UUID id) {
        if (!Files.exists(layout.upload(id))) {
            throw ended(null);
        }
    }

    private static RegistryException ended(@Nullable Throwable cause) {
        return new RegistryException(RegistryFault.BLOB_UPLOAD_UNKNOWN, "this upload is unknown or has ended", cause);
    }

    private static void lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return;
            }
        } catch (OverlappingFileLockException heldInThisProcess) {
            throw busy(heldInThisProcess);
        }
        throw busy(null);
    }

    private static RegistryException busy(@Nullable Throwable cause) {
        return new RegistryException(
                RegistryFault.BLOB_UPLOAD_BUSY,
                "another request is writing to this upload: wait for it or begin a new one",
                cause);
    }

    /** A new folder must survive a power cut as well as the file in it. */
    private void makeFolders(Digest digest) throws IOException {
        Path parent = layout.root();
        for (Path folder : layout.folders(digest)) {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                forceFolder(parent);
            }
            parent = folder;
        }
    }

    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
