package dev.slipway.registry.sweep;

import dev.slipway.kit.db.Database;
import dev.slipway.registry.blob.Contents;
import dev.slipway.registry.upload.UploadExpiry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Gives disk space back: abandoned uploads, blobs that no manifest of their repository needs, and files of contents that no
 * repository holds. Every step may be repeated, or stop half-way, without harm.
 */
@ApplicationScoped
public class Sweep {

    private static final int BATCH = 500;

    private final Database database;
    private final SweepTable table;
    private final Contents contents;
    private final UploadExpiry uploads;

    Sweep(Database database, SweepTable table, Contents contents, UploadExpiry uploads) {
        this.database = database;
        this.table = table;
        this.contents = contents;
        this.uploads = uploads;
    }

    /** Does one bounded round and says what it found. */
    public Uni<Swept> once() {
        return uploads.expire()
                .chain(expired -> table.unlinkUnusedBlobs(BATCH)
                        .chain(unlinked -> removeContents().map(removed -> new Swept(expired, unlinked, removed))));
    }

    private Uni<Integer> removeContents() {
        return table.unlinkedContents(BATCH)
                .chain(digests -> Multi.createFrom()
                        .iterable(digests)
                        .onItem()
                        .transformToUniAndConcatenate(digest ->
                                database.inTransaction(transaction -> contents.removeUnlinked(transaction, digest)))
                        .filter(removed -> removed)
                        .collect()
                        .asList())
                .map(removed -> removed.size());
    }
}
