package dev.slipway.registry.manifest;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import dev.slipway.registry.repository.Repository;
import dev.slipway.registry.storage.Digest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The SQL of manifests, of what they need, and of the tags that point at them. */
@ApplicationScoped
class ManifestTable {

    /** Pushes to one repository take turns here, so that its events leave in the order of its changes. */
    private static final String LOCK_REPOSITORY = "SELECT 1 FROM repository WHERE id = $1 FOR NO KEY UPDATE";

    /** The share lock keeps a blob from being swept away before its manifest is in. */
    private static final String HELD_BLOBS = """
            SELECT digest, content.size_bytes FROM repository_blob JOIN content USING (digest)
            WHERE repository_id = $1 AND digest = ANY($2) FOR KEY SHARE OF repository_blob
            """;

    private static final String HELD_MANIFESTS = """
            SELECT digest, content.size_bytes FROM manifest JOIN content USING (digest)
            WHERE repository_id = $1 AND digest = ANY($2) FOR KEY SHARE OF manifest
            """;

    private static final String INSERT = """
            INSERT INTO manifest
              (repository_id, digest, media_type, image_bytes, artifact_type, subject, annotations, pushed_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (repository_id, digest) DO NOTHING
            """;

    private static final String INSERT_BLOBS =
            "INSERT INTO manifest_blob (repository_id, manifest, blob) SELECT DISTINCT $1::uuid, $2, unnest($3::text[])";

    private static final String INSERT_CHILDREN =
            "INSERT INTO manifest_child (repository_id, manifest, child) SELECT DISTINCT $1::uuid, $2, unnest($3::text[])";

    private static final String MOVE_TAG = """
            INSERT INTO tag (repository_id, name, digest) VALUES ($1, $2, $3)
            ON CONFLICT (repository_id, name) DO UPDATE SET digest = excluded.digest, updated_at = now()
            WHERE tag.digest <> excluded.digest
            """;

    private static final String FIND = """
            SELECT digest, media_type, content.size_bytes FROM manifest JOIN content USING (digest)
            WHERE repository_id = $1 AND digest = $2
            """;

    private static final String FIND_BY_TAG = """
            SELECT manifest.digest, manifest.media_type, content.size_bytes
            FROM tag JOIN manifest USING (repository_id, digest) JOIN content USING (digest)
            WHERE tag.repository_id = $1 AND tag.name = $2
            """;

    private static final String DELETE_TAG = "DELETE FROM tag WHERE repository_id = $1 AND name = $2 RETURNING digest";

    /** Uses tag_by_digest. */
    private static final String DELETE_TAGS = "DELETE FROM tag WHERE repository_id = $1 AND digest = $2 RETURNING name";

    private static final String DELETE = "DELETE FROM manifest WHERE repository_id = $1 AND digest = $2";

    /** Uses manifest_by_subject. */
    private static final String REFERRERS = """
            SELECT digest, media_type, content.size_bytes, artifact_type, annotations
            FROM manifest JOIN content USING (digest)
            WHERE repository_id = $1 AND subject = $2 AND ($3::text IS NULL OR artifact_type = $3)
            ORDER BY pushed_at, digest LIMIT $4
            """;

    private final Database database;

    ManifestTable(Database database) {
        this.database = database;
    }

    Uni<Void> lock(Transaction transaction, Repository repository) {
        return execute(transaction, LOCK_REPOSITORY, Tuple.of(repository.id())).replaceWithVoid();
    }

    /** The sizes in bytes of those of the blobs that the repository holds. */
    Uni<Map<String, Long>> heldBlobs(Transaction transaction, Repository repository, Collection<String> digests) {
        return held(transaction, HELD_BLOBS, repository, digests);
    }

    /** The sizes in bytes of those of the manifests that the repository holds. */
    Uni<Map<String, Long>> heldManifests(Transaction transaction, Repository repository, Collection<String> digests) {
        return held(transaction, HELD_MANIFESTS, repository, digests);
    }

    /** False if the repository holds the manifest already. */
    Uni<Boolean> insert(
            Transaction transaction,
            Repository repository,
            Digest digest,
            ManifestDocument document,
            long imageBytes,
            String principal) {
        Descriptor subject = document.subject();
        Tuple row = Tuple.tuple()
                .addValue(repository.id())
                .addValue(digest.toString())
                .addValue(document.mediaType().value())
                .addValue(imageBytes)
                .addValue(document.artifactType())
                .addValue(subject == null ? null : subject.digest().toString())
                .addValue(new JsonObject(Map.<String, Object>copyOf(document.annotations())))
                .addValue(principal);
        return execute(transaction, INSERT, row).map(rows -> rows.rowCount() > 0);
    }

    Uni<Void> insertNeeds(
            Transaction transaction,
            Repository repository,
            Digest digest,
            Collection<String> blobs,
            Collection<String> children) {
        return execute(transaction, INSERT_BLOBS, needs(repository, digest, blobs))
                .chain(() -> execute(transaction, INSERT_CHILDREN, needs(repository, digest, children)))
                .replaceWithVoid();
    }

    /** False if the tag pointed there already. */
    Uni<Boolean> moveTag(Transaction transaction, Repository repository, String tag, Digest digest) {
        return execute(transaction, MOVE_TAG, Tuple.of(repository.id(), tag, digest.toString()))
                .map(rows -> rows.rowCount() > 0);
    }

    Uni<Optional<Found>> find(Repository repository, ManifestReference reference) {
        if (reference instanceof ManifestReference.ByTag byTag) {
            return find(FIND_BY_TAG, Tuple.of(repository.id(), byTag.tag()));
        }
        ManifestReference.ByDigest byDigest = (ManifestReference.ByDigest) reference;
        return find(FIND, Tuple.of(repository.id(), byDigest.digest().toString()));
    }

    /** The digest that the tag pointed at; empty if there is no such tag. */
    Uni<Optional<Digest>> deleteTag(Transaction transaction, Repository repository, String tag) {
        return execute(transaction, DELETE_TAG, Tuple.of(repository.id(), tag))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(Digest.parse(rows.iterator().next().getString("digest"))));
    }

    /** Deletes the tags that point at a manifest, and says which. */
    Uni<List<String>> deleteTags(Transaction transaction, Repository repository, Digest digest) {
        return execute(transaction, DELETE_TAGS, Tuple.of(repository.id(), digest.toString()))
                .map(rows -> all(rows, row -> row.getString("name")));
    }

    /** False if there is no such manifest. Fails on a foreign key while an index needs it. */
    Uni<Boolean> delete(Transaction transaction, Repository repository, Digest digest) {
        return execute(transaction, DELETE, Tuple.of(repository.id(), digest.toString()))
                .map(rows -> rows.rowCount() > 0);
    }

    Uni<List<Referrer>> referrers(Repository repository, Digest subject, @Nullable String artifactType, int limit) {
        return database.query(client -> client.preparedQuery(REFERRERS)
                .execute(Tuple.of(repository.id(), subject.toString(), artifactType, limit))
                .map(rows -> all(rows, ManifestTable::referrer)));
    }

    private Uni<Optional<Found>> find(String sql, Tuple key) {
        return database.query(client -> client.preparedQuery(sql)
                .execute(key)
                .map(rows -> all(rows, ManifestTable::found).stream().findFirst()));
    }

    private static Uni<Map<String, Long>> held(
            Transaction transaction, String sql, Repository repository, Collection<String> digests) {
        return execute(transaction, sql, Tuple.of(repository.id(), digests.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Long> sizes = new HashMap<>();
                    rows.forEach(row -> sizes.put(row.getString("digest"), row.getLong("size_bytes")));
                    return sizes;
                });
    }

    private static Tuple needs(Repository repository, Digest digest, Collection<String> needed) {
        return Tuple.of(repository.id(), digest.toString(), needed.toArray(String[]::new));
    }

    private static Uni<RowSet<Row>> execute(Transaction transaction, String sql, Tuple values) {
        return transaction.connection().preparedQuery(sql).execute(values);
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> reader) {
        return StreamSupport.stream(rows.spliterator(), false).map(reader).toList();
    }

    private static Found found(Row row) {
        return new Found(Digest.parse(row.getString("digest")), row.getString("media_type"), row.getLong("size_bytes"));
    }

    private static Referrer referrer(Row row) {
        Map<String, String> annotations = new HashMap<>();
        row.getJsonObject("annotations")
                .forEach(each -> annotations.put(each.getKey(), String.valueOf(each.getValue())));
        return new Referrer(
                row.getString("media_type"),
                row.getString("digest"),
                row.getLong("size_bytes"),
                row.getString("artifact_type"),
                annotations);
    }

    /** A manifest's row. */
    record Found(Digest digest, String mediaType, long sizeBytes) {}
}
