package dev.slipway.registry.blob;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import dev.slipway.registry.storage.BlobFiles;
import dev.slipway.registry.storage.Digest;
import dev.slipway.registry.storage.FileWork;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Contents that have a file, each once, however many repositories hold it.
 *
 * <p>A content's row commits before its file is there, and its file is there before anything is linked to it: a content that is linked always has
 * its file, and a file always has a row, by which the sweep finds what nothing is linked to, whatever crashed or failed to commit. Whoever puts a
 * file in place or removes one holds the lock of the row.
 */
@ApplicationScoped
public class Contents {

    private static final Logger LOG = Logger.getLogger(Contents.class);

    private static final String ANNOUNCE = """
            INSERT INTO content (digest, size_bytes) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING
            """;

    /** Changes nothing and takes the row's lock. */
    private static final String HOLD = "UPDATE content SET size_bytes = $2 WHERE digest = $1";

    private static final String LOCK = "SELECT 1 FROM content WHERE digest = $1 FOR UPDATE";

    /** A statement of its own, so that it sees what was linked while the lock was waited for. */
    private static final String REMOVE = """
            DELETE FROM content WHERE digest = $1
              AND NOT EXISTS (SELECT 1 FROM repository_blob WHERE repository_blob.digest = $1)
              AND NOT EXISTS (SELECT 1 FROM manifest WHERE manifest.digest = $1)
            """;

    /** A sweep takes a row that was just announced only if nothing is linked to it, and then once. */
    private static final int MOST_TAKEN_AWAY = 3;

    private final Database database;
    private final BlobFiles files;

    public Contents(Database database, BlobFiles files) {
        this.database = database;
        this.files = files;
    }

    /**
     * Makes the content known and runs the transaction that links it, which has to {@link #hold} it before it links it and to {@link #publish} its file
     * last. If that fails, nothing is left behind; if the process dies, the sweep looks after it.
     */
    public <T> Uni<T> announced(Digest digest, long sizeBytes, Supplier<Uni<T>> transaction) {
        return announce(digest, sizeBytes)
                .chain(announced -> transaction.get())
                .onFailure(TakenAwayException.class)
                .retry()
                .atMost(MOST_TAKEN_AWAY)
                .onFailure()
                .call(() -> forget(digest));
    }

    private Uni<Void> announce(Digest digest, long sizeBytes) {
        return database.query(client ->
                client.preparedQuery(ANNOUNCE).execute(key(digest, sizeBytes)).replaceWithVoid());
    }

    private Uni<Boolean> forget(Digest digest) {
        return database.inTransaction(transaction -> removeUnlinked(transaction, digest))
                .onFailure()
                .invoke(failure -> LOG.infof("left to the sweep: content %s (%s)", digest, failure))
                .onFailure()
                .recoverWithItem(false);
    }

    /** Keeps a content that was announced from being removed until the transaction ends. */
    public Uni<Void> hold(Transaction transaction, Digest digest, long sizeBytes) {
        return transaction
                .connection()
                .preparedQuery(HOLD)
                .execute(key(digest, sizeBytes))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new TakenAwayException(digest);
                    }
                })
                .replaceWithVoid();
    }

    /**
     * Puts a complete, durable upload in place as a content that is held by a transaction that is still open. It comes last: what fails before it
     * leaves no file behind.
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

    private static Tuple key(Digest digest, long sizeBytes) {
        return Tuple.of(digest.toString(), sizeBytes);
    }

    /** The sweep was there between the announcement and the transaction. */
    private static final class TakenAwayException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TakenAwayException(Digest digest) {
            super("content " + digest + " was swept before it was held", null, false, false);
        }
    }
}
