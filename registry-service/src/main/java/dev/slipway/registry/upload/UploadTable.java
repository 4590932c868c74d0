package dev.slipway.registry.upload;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import dev.slipway.registry.RegistryConfig;
import dev.slipway.registry.repository.RepositoryName;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The rows of uploads. */
@ApplicationScoped
class UploadTable {

    private static final String INSERT = """
            INSERT INTO upload (id, repository_name, expires_at)
            VALUES ($1, $2, now() + $3 * interval '1 millisecond')
            """;

    /** Every use of an upload keeps it from expiring. */
    private static final String USE = """
            UPDATE upload SET expires_at = now() + $3 * interval '1 millisecond'
            WHERE id = $1 AND repository_name = $2 AND expires_at > now()
            """;

    private static final String DELETE = "DELETE FROM upload WHERE id = $1";

    /** Uses upload_by_expiry. */
    private static final String DELETE_EXPIRED = """
            DELETE FROM upload WHERE id IN (SELECT id FROM upload WHERE expires_at <= now() LIMIT $1) RETURNING id
            """;

    /** By the primary key. */
    private static final String WITHOUT_ROW = """
            SELECT id FROM unnest($1::uuid[]) AS asked (id) WHERE NOT EXISTS (SELECT 1 FROM upload WHERE upload.id = asked.id)
            """;

    private final Database database;
    private final long expireAfterMillis;

    UploadTable(Database database, RegistryConfig config) {
        this.database = database;
        this.expireAfterMillis = config.upload().expireAfter().toMillis();
    }

    Uni<Void> insert(UUID id, RepositoryName repository) {
        return database.query(client -> client.preparedQuery(INSERT)
                .execute(Tuple.of(id, repository.value(), expireAfterMillis))
                .replaceWithVoid());
    }

    /** False if there is no such upload into that repository. */
    Uni<Boolean> use(UUID id, RepositoryName repository) {
        return database.query(client -> client.preparedQuery(USE)
                .execute(Tuple.of(id, repository.value(), expireAfterMillis))
                .map(rows -> rows.rowCount() > 0));
    }

    Uni<Void> delete(UUID id) {
        return database.query(client -> delete(client, id));
    }

    Uni<Void> delete(Transaction transaction, UUID id) {
        return delete(transaction.connection(), id);
    }

    /** Deletes the rows of uploads that were abandoned, and says which. */
    Uni<List<UUID>> deleteExpired(int limit) {
        return database.query(client ->
                client.preparedQuery(DELETE_EXPIRED).execute(Tuple.of(limit)).map(UploadTable::ids));
    }

    /** Which of these are no uploads, or have ended. */
    Uni<List<UUID>> withoutRow(List<UUID> asked) {
        return database.query(client -> client.preparedQuery(WITHOUT_ROW)
                .execute(Tuple.of(asked.toArray(UUID[]::new)))
                .map(UploadTable::ids));
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getUUID("id"))
                .toList();
    }

    private static Uni<Void> delete(SqlClient client, UUID id) {
        return client.preparedQuery(DELETE).execute(Tuple.of(id)).replaceWithVoid();
    }
}
