package dev.slipway.registry.repository;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The repositories' rows. Who may see them is decided by {@link RepositoryAccess} alone. */
@ApplicationScoped
class Repositories {

    private static final String COLUMNS = "id, name, created_at";

    private static final String BY_NAME = "SELECT " + COLUMNS + " FROM repository WHERE name = $1";

    private static final String BY_ID = "SELECT " + COLUMNS + " FROM repository WHERE id = $1";

    private static final String INSERT =
            "INSERT INTO repository (id, tenant, name) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING";

    /** Uses the unique index on name. */
    private static final String PAGE = "SELECT " + COLUMNS + " FROM repository WHERE name > $1 ORDER BY name LIMIT $2";

    /** Uses repository_by_tenant. */
    private static final String PAGE_OF_TENANTS =
            "SELECT " + COLUMNS + " FROM repository WHERE tenant = ANY($3) AND name > $1 ORDER BY name LIMIT $2";

    private final Database database;

    Repositories(Database database) {
        this.database = database;
    }

    Uni<Optional<Repository>> find(RepositoryName name) {
        return database.query(client ->
                client.preparedQuery(BY_NAME).execute(Tuple.of(name.value())).map(Repositories::first));
    }

    Uni<Optional<Repository>> find(UUID id) {
        return database.query(
                client -> client.preparedQuery(BY_ID).execute(Tuple.of(id)).map(Repositories::first));
    }

    /** The repository, made if it does not exist. */
    Uni<Repository> obtain(Transaction transaction, RepositoryName name) {
        return transaction
                .connection()
                .preparedQuery(INSERT)
                .execute(Tuple.of(Ids.newId(), name.tenant(), name.value()))
                .chain(() -> transaction.connection().preparedQuery(BY_NAME).execute(Tuple.of(name.value())))
                .map(rows -> read(rows.iterator().next()));
    }

    /** Repositories of all tenants, by name. */
    Uni<List<Repository>> page(String afterName, int limit) {
        return database.query(client ->
                client.preparedQuery(PAGE).execute(Tuple.of(afterName, limit)).map(Repositories::all));
    }

    /** Repositories of the given tenants, by name. */
    Uni<List<Repository>> page(Collection<String> tenants, String afterName, int limit) {
        return database.query(client -> client.preparedQuery(PAGE_OF_TENANTS)
                .execute(Tuple.of(afterName, limit, tenants.toArray(String[]::new)))
                .map(Repositories::all));
    }

    private static Optional<Repository> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(read(rows.iterator().next()));
    }

    private static List<Repository> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(Repositories::read)
                .toList();
    }

    private static Repository read(Row row) {
        OffsetDateTime createdAt = row.getOffsetDateTime("created_at");
        return new Repository(row.getUUID("id"), new RepositoryName(row.getString("name")), createdAt.toInstant());
    }
}
