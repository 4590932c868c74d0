package dev.slipway.registry.sweep;

import dev.slipway.kit.db.Database;
import dev.slipway.registry.RegistryConfig;
import dev.slipway.registry.storage.Digest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/** Finds what nothing needs any more. */
@ApplicationScoped
class SweepTable {

    /**
     * Lets repositories go of blobs that no manifest of theirs needs; uses repository_blob_by_use and manifest_blob_by_blob. A manifest
     * that comes at the same moment holds a lock on its blobs' rows: those are skipped.
     */
    private static final String UNLINK_UNUSED = """
            DELETE FROM repository_blob WHERE (repository_id, digest) IN (
                SELECT repository_id, digest FROM repository_blob
                WHERE used_at < now() - $1 * interval '1 millisecond'
                  AND NOT EXISTS (SELECT 1 FROM manifest_blob
                                  WHERE manifest_blob.repository_id = repository_blob.repository_id
                                    AND manifest_blob.blob = repository_blob.digest)
                LIMIT $2 FOR UPDATE SKIP LOCKED)
            """;

    /** Uses repository_blob_by_digest and manifest_by_digest. */
    private static final String UNLINKED_CONTENTS = """
            SELECT digest FROM content
            WHERE NOT EXISTS (SELECT 1 FROM repository_blob WHERE repository_blob.digest = content.digest)
              AND NOT EXISTS (SELECT 1 FROM manifest WHERE manifest.digest = content.digest)
            LIMIT $1
            """;

    private final Database database;
    private final long keepMillis;

    SweepTable(Database database, RegistryConfig config) {
        this.database = database;
        this.keepMillis = config.sweep().keepUnusedBlobs().toMillis();
    }

    /** How many blobs were let go of. */
    Uni<Integer> unlinkUnusedBlobs(int limit) {
        return database.query(client -> client.preparedQuery(UNLINK_UNUSED)
                .execute(Tuple.of(keepMillis, limit))
                .map(rows -> rows.rowCount()));
    }

    /** Contents that no repository holds; whether that is still so is asked again under the content's lock. */
    Uni<List<Digest>> unlinkedContents(int limit) {
        return database.query(client -> client.preparedQuery(UNLINKED_CONTENTS)
                .execute(Tuple.of(limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> Digest.parse(row.getString("digest")))
                        .toList()));
    }
}
