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
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The users and service accounts. */
@ApplicationScoped
public class Users {

    private static final String COLUMNS = """
            p.id, p.serial, p.kind, p.login, p.email, p.administrator, p.disabled_at, p.created_at,
            (SELECT coalesce(jsonb_object_agg(m.tenant, m.role), '{}') FROM membership m WHERE m.principal_id = p.id) AS tenants
            """;

    private static final String SELECT = "SELECT " + COLUMNS + " FROM principal p ";

    private static final String INSERT = """
            INSERT INTO principal (id, kind, login, email, administrator) VALUES ($1, $2, $3, $4, $5)
            """;

    /** By the primary key. */
    private static final String PAGE = SELECT + "WHERE $1::uuid IS NULL OR p.id > $1 ORDER BY p.id LIMIT $2";

    /** By the unique login. */
    private static final String BY_LOGIN = SELECT + "WHERE p.login = $1";

    private static final String CHANGE = """
            UPDATE principal p SET
                email = coalesce($2, email),
                administrator = coalesce($3, administrator),
                disabled_at = CASE WHEN $4 THEN coalesce(disabled_at, now()) WHEN NOT $4 THEN NULL ELSE disabled_at END
            WHERE p.login = $1
            RETURNING\s""" + COLUMNS;

    private final Database database;

    public Users(Database database) {
        this.database = database;
    }

    /**
     * Makes a user, and those of its tenants that do not exist yet.
     *
     * @return fails with a conflict when the login is taken
     */
    public Uni<User> create(Transaction transaction, NewUser user) {
        UUID id = Ids.newId();
        return transaction
                .connection()
                .preparedQuery(INSERT)
                .execute(Tuple.of(id, user.kind().word(), user.login(), user.email(), user.administrator()))
                .onFailure(PostgresFailures::isUniqueViolation)
                .transform(failure -> SlipwayException.conflict("login: \"" + user.login() + "\" is taken"))
                .call(() -> Memberships.join(transaction, id, user.tenants()))
                .chain(() -> byLogin(transaction.connection(), user.login()))
                .map(made -> made.orElseThrow());
    }

    /** Up to {@code count} users, by age, after the given one. */
    public Uni<List<User>> page(@Nullable UUID after, int count) {
        return database.query(client -> client.preparedQuery(PAGE).execute(Tuple.of(after, count)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Users::user)
                        .toList());
    }

    /** The user of that login, if there is one. */
    public Uni<Optional<User>> byLogin(String login) {
        return database.query(client -> byLogin(client, login));
    }

    /** As {@link #byLogin(String)}, within a transaction. */
    public Uni<Optional<User>> byLogin(SqlClient client, String login) {
        return client.preparedQuery(BY_LOGIN).execute(Tuple.of(login)).map(Users::first);
    }

    /** Changes a user; the user as it then is, empty if there is none. */
    public Uni<Optional<User>> change(String login, UserChange change) {
        return database.query(client -> client.preparedQuery(CHANGE)
                .execute(Tuple.of(login, change.email(), change.administrator(), change.disabled()))
                .map(Users::first));
    }

    private static Optional<User> first(RowSet<Row> rows) {
        return rows.rowCount() == 0
                ? Optional.empty()
                : Optional.of(user(rows.iterator().next()));
    }

    private static User user(Row row) {
        return new User(
                row.getUUID("id"),
                row.getLong("serial"),
                PrincipalKind.ofWord(row.getString("kind")),
                row.getString("login"),
                row.getString("email"),
                row.getBoolean("administrator"),
                row.getOffsetDateTime("disabled_at") != null,
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
