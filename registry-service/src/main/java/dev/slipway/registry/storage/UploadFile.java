package dev.slipway.registry.storage;

import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The file of one upload, opened by one writer. The file lock that it holds keeps every other request, thread and replica on the
 * same volume from writing meanwhile, and vanishes with the process that held it.
 *
 * <p>Blocking: for worker threads only. Memory does not depend on the size of the blob.
 */
public final class UploadFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;
    /** As many uploads as there are slots may each write so much before they see that the disk has become full. */
    private static final int LOOK_AT_SPACE_EVERY_BYTES = 1024 * 1024;

    private final UUID id;
    private final FileChannel channel;
    private final RunningDigests digests;
    private final FreeSpace space;
    private long length;
    private long sinceLookBytes;
    private @Nullable MessageDigest hash;

    UploadFile(UUID id, FileChannel lockedChannel, RunningDigests digests, FreeSpace space) throws IOException {
        this.id = id;
        this.channel = lockedChannel;
        this.digests = digests;
        this.space = space;
        this.length = lockedChannel.size();
        this.hash = digests.take(id, length);
    }

    /** Bytes that have arrived. */
    public long length() {
        return length;
    }

    /**
     * Writes {@code source} to its end. What was read before a failure stays, so that an interrupted client goes on from there.
     *
     * @param maxBytes of the whole upload
     * @return how many bytes were added
     * @throws RegistryException BLOB_TOO_LARGE beyond {@code maxBytes}, STORAGE_FULL when the disk became full meanwhile, BLOB_UPLOAD_INVALID when the
     *     client went away
     */
    public long append(InputStream source, long maxBytes) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long before = length;
        for (int read = read(source, buffer); read >= 0; read = read(source, buffer)) {
            if (length + read > maxBytes) {
                throw new RegistryException(
                        RegistryFault.BLOB_TOO_LARGE, "a blob has at most " + maxBytes + " bytes here");
            }
            lookAtSpace(read);
            write(buffer, read);
        }
        return length - before;
    }

    /** Forgets everything after the first {@code keptBytes}. */
    public void truncate(long keptBytes) throws IOException {
        channel.truncate(keptBytes);
        length = keptBytes;
        hash = null;
    }

    /** The digest of everything that has arrived; reads the file again only if it was not all hashed on its way in. */
    public Digest digest() throws IOException {
        MessageDigest complete = hash == null ? readAgain() : hash;
        hash = null;
        return Digest.of(complete);
    }

    /** Makes the content durable, which has to come before it is published. */
    public void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        if (hash != null) {
            digests.keep(id, length, hash);
        }
        channel.close();
    }

    private void lookAtSpace(int addedBytes) throws IOException {
        sinceLookBytes += addedBytes;
        if (sinceLookBytes >= LOOK_AT_SPACE_EVERY_BYTES) {
            sinceLookBytes = 0;
            space.require();
        }
    }

    private void write(byte[] buffer, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        long position = length;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
        length = position;
        if (hash != null) {
            hash.update(buffer, 0, count);
        }
    }

    private MessageDigest readAgain() throws IOException {
        MessageDigest fresh = Digest.newHash();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long position = 0;
        while (position < length) {
            int read = channel.read(buffer.clear(), position);
            if (read < 0) {
                throw new IOException("the file of upload " + id + " became shorter while it was read");
            }
            fresh.update(buffer.flip());
            position += read;
        }
        return fresh;
    }

    private static int read(InputStream source, byte[] buffer) {
        try {
            return source.read(buffer);
        } catch (IOException gone) {
            throw new RegistryException(
                    RegistryFault.BLOB_UPLOAD_INVALID, "the body ended before it was complete", gone);
        }
    }
}
