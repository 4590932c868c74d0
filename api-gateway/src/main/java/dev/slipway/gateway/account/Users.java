package dev.slipway.gateway.account;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.PostgresFailures;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.TenantRole;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The users, their tenants and their roles there. */
@ApplicationScoped
public class Users {

    private static final String SELECT = """
            SELECT p.id, p.login, p.administrator, p.created_at,
                   (SELECT coalesce(jsonb_object_agg(m.tenant, m.role), '{}') FROM membership m WHERE m.principal_id = p.id) AS tenants
            FROM principal p
            """;

    private static final String INSERT =
            "INSERT INTO principal (id, login, administrator) VALUES ($1, $2, $3) RETURNING created_at";

    private static final String ADD_TENANT = "INSERT INTO tenant (slug) VALUES ($1) ON CONFLICT DO NOTHING";

    private static final String ADD_MEMBERSHIP =
            "INSERT INTO membership (principal_id, tenant, role) VALUES ($1, $2, $3)";

    /** By the primary key. */
    private static final String PAGE = SELECT + "WHERE $1::uuid IS NULL OR p.id > $1 ORDER BY p.id LIMIT $2";

    /** By the unique login. */
    private static final String BY_LOGIN = SELECT + "WHERE p.login = $1";

    private final Database database;

    public Users(Database database) {
        this.database = database;
    }

    /**
     * Makes a user, and those of its tenants that do not exist yet.
     *
     * @return fails with a conflict when the login is taken
     */
    public Uni<User> create(Transaction transaction, String login, Map<String, TenantRole> tenants) {
        UUID id = Ids.newId();
        return transaction
                .connection()
                .preparedQuery(INSERT)
                .execute(Tuple.of(id, login, false))
                .onFailure(PostgresFailures::isUniqueViolation)
                .transform(failure -> SlipwayException.conflict("login: \"" + login + "\" is taken"))
                .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant())
                .call(() -> join(transaction, id, tenants))
                .map(createdAt -> new User(id, login, false, tenants, createdAt));
    }

    /** Up to {@code count} users, by age, after the given one. */
    public Uni<List<User>> page(@Nullable UUID after, int count) {
        return database.query(client -> client.preparedQuery(PAGE).execute(Tuple.of(after, count)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Users::user)
                        .toList());
    }

    /** The user of that login, if there is one. */
    public Uni<Optional<User>> byLogin(SqlClient client, String login) {
        return client.preparedQuery(BY_LOGIN)
                .execute(Tuple.of(login))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(user(rows.iterator().next())));
    }

    private static Uni<Void> join(Transaction transaction, UUID id, Map<String, TenantRole> tenants) {
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
                .chain(() ->
                        transaction.connection().preparedQuery(ADD_MEMBERSHIP).executeBatch(joined))
                .replaceWithVoid();
    }

    private static User user(Row row) {
        return new User(
                row.getUUID("id"),
                row.getString("login"),
                row.getBoolean("administrator"),
                roles(row.getJsonObject("tenants")),
                row.getOffsetDateTime("created_at").toInstant());
    }

    /** Memberships as {@code jsonb_object_agg(tenant, role)} gives them. */
    public static Map<String, TenantRole> roles(JsonObject memberships) {
        Map<String, TenantRole> roles = new HashMap<>();
        memberships.forEach(entry -> roles.put(entry.getKey(), TenantRole.ofWord(String.valueOf(entry.getValue()))));
        return roles;
    }
}
