package dev.slipway.registry.manifest;

import dev.slipway.kit.db.Database;
import dev.slipway.registry.repository.Repository;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/** Lists the tags of a repository in the order of their bytes. */
@ApplicationScoped
public class Tags {

    /** Primary keys of tag and manifest. */
    private static final String PAGE = """
            SELECT tag.name, tag.digest, tag.updated_at, manifest.media_type, manifest.image_bytes
            FROM tag JOIN manifest USING (repository_id, digest)
            WHERE tag.repository_id = $1 AND tag.name > $2 ORDER BY tag.name LIMIT $3
            """;

    private final Database database;

    public Tags(Database database) {
        this.database = database;
    }

    /** @param after the last name of the page before; empty for the first page */
    public Uni<List<Tag>> page(Repository repository, String after, int limit) {
        return database.query(client -> client.preparedQuery(PAGE)
                .execute(Tuple.of(repository.id(), after, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Tags::read)
                        .toList()));
    }

    private static Tag read(Row row) {
        return new Tag(
                row.getString("name"),
                row.getString("digest"),
                row.getString("media_type"),
                row.getLong("image_bytes"),
                row.getOffsetDateTime("updated_at").toInstant());
    }
}
