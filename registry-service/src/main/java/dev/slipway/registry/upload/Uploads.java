package dev.slipway.registry.upload;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.identity.Principal;
import dev.slipway.registry.RegistryConfig;
import dev.slipway.registry.blob.Blobs;
import dev.slipway.registry.blob.Contents;
import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import dev.slipway.registry.repository.RepositoryAccess;
import dev.slipway.registry.repository.RepositoryName;
import dev.slipway.registry.storage.BlobFiles;
import dev.slipway.registry.storage.Digest;
import dev.slipway.registry.storage.FileWork;
import dev.slipway.registry.storage.UploadFile;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes blobs in: whole or in chunks, from the connection to the disk without holding more than a buffer of them. What has
 * arrived survives the connection, the process and the machine's sleep; the client asks how much that is and goes on.
 */
@ApplicationScoped
public class Uploads {

    private final Database database;
    private final UploadTable table;
    private final BlobFiles files;
    private final Contents contents;
    private final Blobs blobs;
    private final RepositoryAccess access;
    private final UploadSlots slots;
    private final long maxBlobBytes;

    Uploads(
            Database database,
            UploadTable table,
            BlobFiles files,
            Contents contents,
            Blobs blobs,
            RepositoryAccess access,
            UploadSlots slots,
            RegistryConfig config) {
        this.database = database;
        this.table = table;
        this.files = files;
        this.contents = contents;
        this.blobs = blobs;
        this.access = access;
        this.slots = slots;
        this.maxBlobBytes = config.upload().maxBlobBytes();
    }

    public Uni<Upload> begin(Principal principal, RepositoryName repository) {
        return Uni.createFrom().deferred(() -> {
            access.requirePush(principal, repository);
            UUID id = Ids.newId();
            return FileWork.run(() -> files.createUpload(id))
                    .chain(() -> table.insert(id, repository))
                    .replaceWith(() -> new Upload(id, repository, 0));
        });
    }

    /** How far the upload is. */
    public Uni<Upload> status(Principal principal, RepositoryName repository, UUID id) {
        return use(principal, repository, id)
                .chain(upload -> FileWork.call(
                        () -> files.uploadedBytes(id).map(upload::withReceived).orElseThrow(Uploads::unknown)));
    }

    /**
     * Adds a chunk.
     *
     * @param chunk where it belongs; null for whatever comes, at the end
     * @throws RegistryException BLOB_UPLOAD_OUT_OF_ORDER, SIZE_INVALID if the body is not as long as the chunk says,
     *     BLOB_UPLOAD_UNKNOWN, BLOB_UPLOAD_BUSY, BLOB_TOO_LARGE, TOO_MANY_UPLOADS
     */
    public Uni<Upload> append(
            Principal principal, RepositoryName repository, UUID id, @Nullable Chunk chunk, InputStream body) {
        return use(principal, repository, id)
                .chain(upload -> slots.with(() -> FileWork.call(() -> {
                    try (UploadFile file = files.openUpload(id)) {
                        append(file, chunk, body);
                        return upload.withReceived(file.length());
                    }
                })));
    }

    /**
     * Adds the last chunk, if there is one, and makes the upload a blob of the repository. An upload whose digest is wrong is thrown away: no
     * chunk could mend it.
     *
     * @throws RegistryException DIGEST_INVALID, and as {@link #append}
     */
    public Uni<Digest> finish(
            Principal principal,
            RepositoryName repository,
            UUID id,
            @Nullable Chunk chunk,
            InputStream body,
            Digest expected) {
        return use(principal, repository, id)
                .chain(upload -> FileWork.call(() -> files.openUpload(id)))
                .chain(file -> slots.with(() -> FileWork.call(() -> complete(file, chunk, body)))
                        .chain(actual -> actual.equals(expected)
                                ? publish(principal, repository, id, file.length(), actual)
                                : refuse(id, expected, actual))
                        .eventually(() -> FileWork.run(file::close)));
    }

    /** Takes a whole blob in one request. */
    public Uni<Digest> take(Principal principal, RepositoryName repository, InputStream body, Digest expected) {
        return begin(principal, repository)
                .chain(upload -> finish(principal, repository, upload.id(), null, body, expected)
                        .onFailure()
                        .call(() -> discard(upload.id())));
    }

    public Uni<Void> cancel(Principal principal, RepositoryName repository, UUID id) {
        return use(principal, repository, id).chain(upload -> discard(id));
    }

    /**
     * Makes a blob of another repository one of this as well, if the caller may read it there.
     *
     * @return false if it cannot be: the client uploads it then
     */
    public Uni<Boolean> mount(Principal principal, RepositoryName target, RepositoryName source, Digest digest) {
        return Uni.createFrom().deferred(() -> {
            access.requirePush(principal, target);
            return access.forPull(principal, source)
                    .chain(from -> blobs.find(from, digest).replaceWith(from))
                    .chain(from -> database.inTransaction(transaction -> access.forPush(transaction, principal, target)
                            .chain(into -> blobs.mount(transaction, from, into, digest))))
                    .onFailure(Uploads::isUnknown)
                    .recoverWithItem(false);
        });
    }

    private Uni<Upload> use(Principal principal, RepositoryName repository, UUID id) {
        return Uni.createFrom().deferred(() -> {
            access.requirePush(principal, repository);
            return table.use(id, repository).map(known -> {
                if (!known) {
                    throw unknown();
                }
                return new Upload(id, repository, 0);
            });
        });
    }

    private Digest complete(UploadFile file, @Nullable Chunk chunk, InputStream body) throws IOException {
        append(file, chunk, body);
        Digest digest = file.digest();
        file.force();
        return digest;
    }

    private void append(UploadFile file, @Nullable Chunk chunk, InputStream body) throws IOException {
        long before = file.length();
        if (chunk != null && chunk.firstByte() != before) {
            throw new RegistryException(
                    RegistryFault.BLOB_UPLOAD_OUT_OF_ORDER,
                    "the upload goes on at byte " + before + ", not at " + chunk.firstByte());
        }
        long added = file.append(body, maxBlobBytes);
        if (chunk != null && added != chunk.lengthBytes()) {
            file.truncate(before);
            throw new RegistryException(
                    RegistryFault.SIZE_INVALID,
                    "Content-Range says " + chunk.lengthBytes() + " bytes, the body has " + added);
        }
    }

    private Uni<Digest> publish(Principal principal, RepositoryName name, UUID id, long sizeBytes, Digest digest) {
        return contents.announced(
                digest,
                sizeBytes,
                () -> database.inTransaction(transaction -> access.forPush(transaction, principal, name)
                        .call(repository -> contents.hold(transaction, digest, sizeBytes))
                        .call(repository -> blobs.link(transaction, repository, digest))
                        .call(() -> table.delete(transaction, id))
                        .call(() -> contents.publish(id, digest))
                        .replaceWith(digest)));
    }

    private Uni<Digest> refuse(UUID id, Digest expected, Digest actual) {
        return discard(id)
                .chain(() -> Uni.createFrom()
                        .failure(new RegistryException(
                                RegistryFault.DIGEST_INVALID,
                                "the content hashes to " + actual + ", not to " + expected + ": upload it again")));
    }

    private Uni<Void> discard(UUID id) {
        return table.delete(id).chain(() -> FileWork.run(() -> files.discardUpload(id)));
    }

    private static boolean isUnknown(Throwable failure) {
        if (failure instanceof RegistryException refused) {
            RegistryFault fault = refused.fault();
            return fault == RegistryFault.NAME_UNKNOWN || fault == RegistryFault.BLOB_UNKNOWN;
        }
        return false;
    }

    private static RegistryException unknown() {
        return new RegistryException(RegistryFault.BLOB_UPLOAD_UNKNOWN, "this upload is unknown or has ended");
    }
}
