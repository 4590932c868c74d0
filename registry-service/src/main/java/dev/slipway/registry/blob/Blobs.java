package dev.slipway.registry.blob;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import dev.slipway.registry.repository.Repository;
import dev.slipway.registry.storage.BlobFiles;
import dev.slipway.registry.storage.Digest;
import dev.slipway.registry.storage.FileWork;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Optional;

/** Which blobs a repository holds. Knowing a digest is no right: a blob is found only in a repository that holds it. */
@ApplicationScoped
public class Blobs {

    /** Primary keys of repository_blob and content. */
    private static final String FIND = """
            SELECT content.size_bytes FROM repository_blob JOIN content USING (digest)
            WHERE repository_blob.repository_id = $1 AND digest = $2
            """;

    private static final String LINK = """
            INSERT INTO repository_blob (repository_id, digest) VALUES ($1, $2)
            ON CONFLICT (repository_id, digest) DO UPDATE SET used_at = now()
            """;

    private static final String MOUNT = """
            INSERT INTO repository_blob (repository_id, digest)
            SELECT $1, digest FROM repository_blob WHERE repository_id = $2 AND digest = $3
            ON CONFLICT (repository_id, digest) DO UPDATE SET used_at = now()
            """;

    /** Writes once an hour at most, since clients ask for every layer of every push. */
    private static final String TOUCH = """
            UPDATE repository_blob SET used_at = now()
            WHERE repository_id = $1 AND digest = $2 AND used_at < now() - interval '1 hour'
            """;

    /** The foreign key of manifest_blob refuses what a manifest needs. */
    private static final String UNLINK = "DELETE FROM repository_blob WHERE repository_id = $1 AND digest = $2";

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Database database;
    private final BlobFiles files;

    public Blobs(Database database, BlobFiles files) {
        this.database = database;
        this.files = files;
    }

    /**
     * The blob, if the repository holds it.
     *
     * @throws RegistryException BLOB_UNKNOWN; also when its file was lost, so that a client that pushes heals the store
     */
    public Uni<Blob> find(Repository repository, Digest digest) {
        return database.query(client -> client.preparedQuery(FIND).execute(key(repository, digest)))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw unknown(digest);
                    }
                    return rows.iterator().next().getLong("size_bytes");
                })
                .chain(sizeBytes -> FileWork.call(() -> open(digest, sizeBytes)));
    }

    /** As {@link #find}, for a client that may skip the upload of what is there: the blob is kept until its manifest can have come. */
    public Uni<Blob> findAndKeep(Repository repository, Digest digest) {
        return find(repository, digest)
                .call(() -> database.query(client -> client.preparedQuery(TOUCH).execute(key(repository, digest))));
    }

    /** Makes the repository hold a content that exists. */
    public Uni<Void> link(Transaction transaction, Repository repository, Digest digest) {
        return transaction
                .connection()
                .preparedQuery(LINK)
                .execute(key(repository, digest))
                .replaceWithVoid();
    }

    /** Makes {@code target} hold what {@code source} holds; false if {@code source} does not. */
    public Uni<Boolean> mount(Transaction transaction, Repository source, Repository target, Digest digest) {
        return transaction
                .connection()
                .preparedQuery(MOUNT)
                .execute(Tuple.of(target.id(), source.id(), digest.toString()))
                .map(rows -> rows.rowCount() > 0);
    }

    /**
     * Lets go of a blob. Its file goes with a later sweep, when no repository holds it any more.
     *
     * @throws RegistryException BLOB_UNKNOWN, or CONTENT_IN_USE while a manifest of the repository needs it
     */
    public Uni<Void> delete(Repository repository, Digest digest) {
        return database.query(client -> client.preparedQuery(UNLINK).execute(key(repository, digest)))
                .onFailure(Blobs::isForeignKeyViolation)
                .transform(needed -> new RegistryException(
                        RegistryFault.CONTENT_IN_USE,
                        "a manifest of this repository needs the blob: delete the manifest first",
                        needed))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw unknown(digest);
                    }
                })
                .replaceWithVoid();
    }

    private Blob open(Digest digest, long sizeBytes) {
        Optional<Path> file = files.find(digest);
        return new Blob(digest, sizeBytes, file.orElseThrow(() -> unknown(digest)));
    }

    private static boolean isForeignKeyViolation(Throwable failure) {
        return failure instanceof PgException postgres && FOREIGN_KEY_VIOLATION.equals(postgres.getSqlState());
    }

    private static Tuple key(Repository repository, Digest digest) {
        return Tuple.of(repository.id(), digest.toString());
    }

    private static RegistryException unknown(Digest digest) {
        return new RegistryException(RegistryFault.BLOB_UNKNOWN, "blob " + digest + " is not known to this repository");
    }
}
