package dev.slipway.gateway.account;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The tenants. A tenant is its slug, for good: it stands in the names of repositories and images. */
@ApplicationScoped
public class Tenants {

    private static final String INSERT =
            "INSERT INTO tenant (slug) VALUES ($1) ON CONFLICT DO NOTHING RETURNING slug, created_at";

    private static final String FIND = "SELECT slug, created_at FROM tenant WHERE slug = $1";

    /** By the primary key; $1 is null for who sees all. */
    private static final String PAGE = """
            SELECT slug, created_at FROM tenant
            WHERE ($1::text[] IS NULL OR slug = ANY ($1)) AND ($2::text IS NULL OR slug > $2) ORDER BY slug LIMIT $3
            """;

    private final Database database;

    public Tenants(Database database) {
        this.database = database;
    }

    /** Makes a tenant; fails with a conflict when there is one of that slug. */
    public Uni<Tenant> create(Transaction transaction, String slug) {
        return transaction
                .connection()
                .preparedQuery(INSERT)
                .execute(Tuple.of(slug))
                .map(rows -> {
                    if (rows.rowCount() == 0) {
                        throw SlipwayException.conflict("slug: \"" + slug + "\" is taken");
                    }
                    return tenant(rows.iterator().next());
                });
    }

    public Uni<Optional<Tenant>> find(String slug) {
        return database.query(client -> client.preparedQuery(FIND).execute(Tuple.of(slug)))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(tenant(rows.iterator().next())));
    }

    /**
     * Up to {@code count} tenants by slug, after the given one.
     *
     * @param among to which the list is limited; null for all
     */
    public Uni<List<Tenant>> page(@Nullable Collection<String> among, @Nullable String after, int count) {
        String[] slugs = among == null ? null : among.toArray(String[]::new);
        return database.query(client -> client.preparedQuery(PAGE).execute(Tuple.of(slugs, after, count)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Tenants::tenant)
                        .toList());
    }

    private static Tenant tenant(Row row) {
        return new Tenant(
                row.getString("slug"), row.getOffsetDateTime("created_at").toInstant());
    }

    /** Whose flows, apps, pipelines, images and endpoints are kept apart from others'. */
    public record Tenant(String slug, Instant createdAt) {}
}
