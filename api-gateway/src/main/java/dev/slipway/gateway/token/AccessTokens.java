package dev.slipway.gateway.token;

import dev.slipway.gateway.account.Users;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.identity.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The table of access tokens. A revoked token stays in it, and is as good as gone for everybody. */
@ApplicationScoped
public class AccessTokens {

    private static final String COLUMNS =
            "t.id, p.login, t.description, t.scopes, t.expires_at, t.last_used_at, t.created_at";

    private static final String FROM = " FROM token t JOIN principal p ON p.id = t.principal_id ";

    private static final String INSERT = """
            WITH made AS (
                INSERT INTO token (id, principal_id, description, sha256, scopes, expires_at)
                SELECT $1, p.id, $3, $4, $5, $6 FROM principal p WHERE p.login = $2
                RETURNING *)
            SELECT %s FROM made t JOIN principal p ON p.id = t.principal_id
            """.formatted(COLUMNS);

    /** By token_principal. */
    private static final String PAGE = "SELECT " + COLUMNS + FROM
            + "WHERE p.login = $1 AND t.revoked_at IS NULL AND ($2::uuid IS NULL OR t.id > $2) ORDER BY t.id LIMIT $3";

    /** By the primary key; $2 is null for who may see everybody's. */
    private static final String BY_ID = "SELECT " + COLUMNS + FROM
            + "WHERE t.id = $1 AND t.revoked_at IS NULL AND ($2::text IS NULL OR p.login = $2)";

    private static final String REVOKE = """
            UPDATE token t SET revoked_at = now() FROM principal p
            WHERE p.id = t.principal_id AND t.id = $1 AND t.revoked_at IS NULL AND ($2::text IS NULL OR p.login = $2)
            """;

    /** By the unique hash: one statement decides whether a token is good, by PostgreSQL's clock. */
    private static final String HOLDER = """
            SELECT t.id, p.login, p.administrator, t.scopes, t.expires_at,
                   (SELECT coalesce(jsonb_object_agg(m.tenant, m.role), '{}') FROM membership m WHERE m.principal_id = p.id) AS tenants
            FROM token t JOIN principal p ON p.id = t.principal_id
            WHERE t.sha256 = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
            """;

    private static final String TOUCH = """
            UPDATE token SET last_used_at = now()
            WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
            """;

    private final Database database;

    public AccessTokens(Database database) {
        this.database = database;
    }

    /**
     * Keeps a new token.
     *
     * @param sha256 of its value, in hex
     * @return empty when there is no such user
     */
    public Uni<Optional<AccessToken>> create(
            Transaction transaction,
            String login,
            String description,
            String sha256,
            Set<Scope> scopes,
            @Nullable Instant expiresAt) {
        String[] words = scopes.stream().map(Scope::word).sorted().toArray(String[]::new);
        OffsetDateTime expiry = expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC);
        return transaction
                .connection()
                .preparedQuery(INSERT)
                .execute(Tuple.from(Arrays.asList(Ids.newId(), login, description, sha256, words, expiry)))
                .map(AccessTokens::first);
    }

    /** Up to {@code count} tokens of a user, by age, after the given one. */
    public Uni<List<AccessToken>> page(String login, @Nullable UUID after, int count) {
        return database.query(client -> client.preparedQuery(PAGE).execute(Tuple.of(login, after, count)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AccessTokens::token)
                        .toList());
    }

    /**
     * A token by its id.
     *
     * @param login whose it must be; null for anybody's
     */
    public Uni<Optional<AccessToken>> find(UUID id, @Nullable String login) {
        return database.query(client -> client.preparedQuery(BY_ID).execute(Tuple.of(id, login)))
                .map(AccessTokens::first);
    }

    /**
     * Ends a token for good.
     *
     * @param login whose it must be; null for anybody's
     * @return whether there was such a token
     */
    public Uni<Boolean> revoke(UUID id, @Nullable String login) {
        return database.query(client -> client.preparedQuery(REVOKE).execute(Tuple.of(id, login)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Who presents the token of that hash, if it is good now. */
    public Uni<Optional<TokenHolder>> holder(String sha256) {
        return database.query(client -> client.preparedQuery(HOLDER).execute(Tuple.of(sha256)))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(holder(rows.iterator().next())));
    }

    /** Remembers that a token was used, to the minute. */
    public Uni<Void> touch(UUID id) {
        return database.query(client -> client.preparedQuery(TOUCH).execute(Tuple.of(id)))
                .replaceWithVoid();
    }

    private static Optional<AccessToken> first(RowSet<Row> rows) {
        return rows.rowCount() == 0
                ? Optional.empty()
                : Optional.of(token(rows.iterator().next()));
    }

    private static AccessToken token(Row row) {
        return new AccessToken(
                row.getUUID("id"),
                row.getString("login"),
                row.getString("description"),
                scopes(row),
                instant(row, "expires_at"),
                instant(row, "last_used_at"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static TokenHolder holder(Row row) {
        return new TokenHolder(
                row.getUUID("id"),
                row.getString("login"),
                row.getBoolean("administrator"),
                Users.roles(row.getJsonObject("tenants")),
                scopes(row),
                instant(row, "expires_at"));
    }

    private static Set<Scope> scopes(Row row) {
        return Arrays.stream(row.getArrayOfStrings("scopes"))
                .map(Scope::ofWord)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
