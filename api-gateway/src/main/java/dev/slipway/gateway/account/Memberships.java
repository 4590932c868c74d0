package dev.slipway.gateway.account;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.identity.TenantRole;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Who belongs to which tenant, and as what. */
@ApplicationScoped
public class Memberships {

    private static final String ADD_TENANT = "INSERT INTO tenant (slug) VALUES ($1) ON CONFLICT DO NOTHING";

    private static final String ADD = "INSERT INTO membership (principal_id, tenant, role) VALUES ($1, $2, $3)";

    private static final String SET = """
            INSERT INTO membership (principal_id, tenant, role)
            SELECT p.id, t.slug, $3 FROM principal p, tenant t WHERE p.login = $2 AND t.slug = $1
            ON CONFLICT (principal_id, tenant) DO UPDATE SET role = excluded.role
            """;

    private static final String REMOVE = """
            DELETE FROM membership m USING principal p WHERE p.id = m.principal_id AND m.tenant = $1 AND p.login = $2
            """;

    /** By membership_tenant. */
    private static final String PAGE = """
            SELECT p.login, m.role FROM membership m JOIN principal p ON p.id = m.principal_id
            WHERE m.tenant = $1 AND ($2::text IS NULL OR p.login > $2) ORDER BY p.login LIMIT $3
            """;

    private final Database database;

    public Memberships(Database database) {
        this.database = database;
    }

    /** Up to {@code count} members of a tenant by login, after the given one. */
    public Uni<List<Member>> page(String tenant, @Nullable String after, int count) {
        return database.query(client -> client.preparedQuery(PAGE).execute(Tuple.of(tenant, after, count)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Member(row.getString("login"), TenantRole.ofWord(row.getString("role"))))
                        .toList());
    }

    /** Makes a user a member of a tenant, or changes its role; whether both exist. */
    public Uni<Boolean> set(String tenant, String login, TenantRole role) {
        return database.query(client -> client.preparedQuery(SET).execute(Tuple.of(tenant, login, role.word())))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Takes a user out of a tenant; whether it was in it. */
    public Uni<Boolean> remove(String tenant, String login) {
        return database.query(client -> client.preparedQuery(REMOVE).execute(Tuple.of(tenant, login)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Makes a new user a member, and the tenants that do not exist yet. */
    static Uni<Void> join(Transaction transaction, UUID id, Map<String, TenantRole> tenants) {
        if (tenants.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        // In one order everywhere, so that two transactions that make the same tenants cannot wait for each other in a
        // circle.
        SortedMap<String, TenantRole> sorted = new TreeMap<>(tenants);
        List<Tuple> made = sorted.keySet().stream().map(Tuple::of).toList();
        List<Tuple> joined = sorted.entrySet().stream()
                .map(entry -> Tuple.of(id, entry.getKey(), entry.getValue().word()))
                .toList();
        return transaction
                .connection()
                .preparedQuery(ADD_TENANT)
                .executeBatch(made)
                .chain(() -> transaction.connection().preparedQuery(ADD).executeBatch(joined))
                .replaceWithVoid();
    }

    /** A user of a tenant. */
    public record Member(String login, TenantRole role) {}
}
