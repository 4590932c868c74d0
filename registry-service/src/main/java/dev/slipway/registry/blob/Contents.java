package dev.slipway.registry.blob;

import dev.slipway.kit.db.Transaction;
import dev.slipway.registry.storage.BlobFiles;
import dev.slipway.registry.storage.Digest;
import dev.slipway.registry.storage.FileWork;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * Contents that have a file, each once, however many repositories hold it.
 *
 * <p>Whoever adds a file or removes one holds the lock of its row, and moves the file before the transaction commits. So a content that
 * is linked always has its file: a crash leaves at worst a file or a row that nothing is linked to.
 */
@ApplicationScoped
public class Contents {

    /** The update changes nothing and takes the row's lock. */
    private static final String ADD = """
            INSERT INTO content (digest, size_bytes) VALUES ($1, $2)
            ON CONFLICT (digest) DO UPDATE SET size_bytes = excluded.size_bytes
            """;

    private static final String LOCK = "SELECT 1 FROM content WHERE digest = $1 FOR UPDATE";

    /** A statement of its own, so that it sees what was linked while the lock was waited for. */
    private static final String REMOVE = """
            DELETE FROM content WHERE digest = $1
              AND NOT EXISTS (SELECT 1 FROM repository_blob WHERE repository_blob.digest = $1)
              AND NOT EXISTS (SELECT 1 FROM manifest WHERE manifest.digest = $1)
            """;

    private final BlobFiles files;

    public Contents(BlobFiles files) {
        this.files = files;
    }

    /** Makes the content known, so that it can be linked, and holds its row until the transaction ends. */
    public Uni<Void> add(Transaction transaction, Digest digest, long sizeBytes) {
        return transaction
                .connection()
                .preparedQuery(ADD)
                .execute(Tuple.of(digest.toString(), sizeBytes))
                .replaceWithVoid();
    }

    /**
     * Puts a complete, durable upload in place as a content that was added in a transaction that is still open. It comes last: what fails
     * before it leaves no file behind.
     */
    public Uni<Void> publish(UUID upload, Digest digest) {
        return FileWork.run(() -> files.publish(upload, digest));
    }

    /** Removes a content if no repository holds it any more; true if it was removed. */
    public Uni<Boolean> removeUnlinked(Transaction transaction, Digest digest) {
        Tuple key = Tuple.of(digest.toString());
        return transaction
                .connection()
                .preparedQuery(LOCK)
                .execute(key)
                .chain(() -> transaction.connection().preparedQuery(REMOVE).execute(key))
                .chain(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : FileWork.run(() -> files.delete(digest)).replaceWith(true));
    }
}
