package dev.slipway.gateway.token;

import dev.slipway.dialects.ApiClass;
import dev.slipway.dialects.Dialect;
import dev.slipway.gateway.credential.CredentialHolder;
import dev.slipway.gateway.credential.HolderColumns;
import dev.slipway.gateway.credential.VerifiedCredentials;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.identity.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The table of tokens. A revoked token stays in it, and is as good as gone for everybody. */
@ApplicationScoped
public class AccessTokens {

    private static final String COLUMNS =
            "t.id, t.kind, p.login, t.description, t.scopes, t.dialects, t.limits, t.expires_at, t.last_used_at, t.created_at";

    private static final String FROM = " FROM token t JOIN principal p ON p.id = t.principal_id ";

    private static final String INSERT = """
            WITH made AS (
                INSERT INTO token (id, principal_id, kind, description, sha256, scopes, dialects, limits, expires_at)
                SELECT $1, p.id, $3, $4, $5, $6, $7, $8, $9 FROM principal p WHERE p.login = $2 AND p.disabled_at IS NULL
                RETURNING *)
            SELECT %s FROM made t JOIN principal p ON p.id = t.principal_id
            """.formatted(COLUMNS);

    /** By token_principal. */
    private static final String PAGE = "SELECT " + COLUMNS + FROM
            + "WHERE p.login = $1 AND t.revoked_at IS NULL AND ($2::uuid IS NULL OR t.id > $2) "
            + "AND ($3::text IS NULL OR t.kind = $3) ORDER BY t.id LIMIT $4";

    /** By the primary key; $2 is null for who may see everybody's. */
    private static final String BY_ID = "SELECT " + COLUMNS + FROM
            + "WHERE t.id = $1 AND t.revoked_at IS NULL AND ($2::text IS NULL OR p.login = $2)";

    private static final String REVOKE = """
            UPDATE token t SET revoked_at = now(), bootstrap = false FROM principal p
            WHERE p.id = t.principal_id AND t.id = $1 AND t.revoked_at IS NULL AND ($2::text IS NULL OR p.login = $2)
            """;

    /** By token_principal. */
    private static final String REVOKE_KIND = """
            UPDATE token t SET revoked_at = now() FROM principal p
            WHERE p.id = t.principal_id AND p.login = $1 AND t.kind = $2 AND t.revoked_at IS NULL
            """;

    private static final String EXTEND = """
            UPDATE token t SET expires_at = $3 FROM principal p
            WHERE p.id = t.principal_id AND t.id = $1 AND p.login = $2 AND t.revoked_at IS NULL
            """;

    /** One statement decides whether a token is good, by PostgreSQL's clock. */
    private static final String HOLDER = """
            SELECT t.id, t.scopes, t.dialects, t.limits, t.expires_at, %s
            FROM token t JOIN principal p ON p.id = t.principal_id
            WHERE t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now()) AND %s AND
            """.formatted(HolderColumns.PRINCIPAL, HolderColumns.ENABLED);

    /** By the unique hash. */
    private static final String HOLDER_BY_HASH = HOLDER + " t.sha256 = $1";

    /** By the primary key. */
    private static final String HOLDER_BY_ID = HOLDER + " t.id = $1 AND ($2::text IS NULL OR t.kind = $2)";

    private static final String TOUCH = """
            UPDATE token SET last_used_at = now()
            WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
            """;

    private final Database database;

    public AccessTokens(Database database) {
        this.database = database;
    }

    /** Keeps a new token; empty when there is no such user, or a disabled one. */
    public Uni<Optional<AccessToken>> create(Transaction transaction, NewToken token) {
        String[] scopes = token.scopes().stream().map(Scope::word).sorted().toArray(String[]::new);
        String[] dialects = token.dialects().isEmpty()
                ? null
                : token.dialects().stream().map(Dialect::word).sorted().toArray(String[]::new);
        Instant expiresAt = token.expiresAt();
        return transaction
                .connection()
                .preparedQuery(INSERT)
                .execute(Tuple.from(Arrays.asList(
                        token.id(),
                        token.login(),
                        token.kind().word(),
                        token.description(),
                        token.sha256(),
                        scopes,
                        dialects,
                        limits(token.limits()),
                        expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))))
                .map(AccessTokens::first);
    }

    /**
     * Up to {@code count} tokens of a user, by age, after the given one.
     *
     * @param kind null for every kind
     */
    public Uni<List<AccessToken>> page(String login, @Nullable UUID after, @Nullable TokenKind kind, int count) {
        return database.query(client -> client.preparedQuery(PAGE)
                        .execute(Tuple.of(login, after, kind == null ? null : kind.word(), count)))
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

    /** Ends all tokens of a kind that a user has. */
    public Uni<Integer> revokeAll(Transaction transaction, String login, TokenKind kind) {
        return transaction
                .connection()
                .preparedQuery(REVOKE_KIND)
                .execute(Tuple.of(login, kind.word()))
                .map(RowSet::rowCount);
    }

    /** Sets when a user's token ends, null for never; whether there was such a token. */
    public Uni<Boolean> expireAt(UUID id, String login, @Nullable Instant expiresAt) {
        return database.query(client -> client.preparedQuery(EXTEND)
                        .execute(Tuple.of(id, login, expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Who presents the token of that hash, if it is good now. Remembers that it was used, to the minute. */
    public Uni<Optional<CredentialHolder>> holder(String sha256) {
        return holder(HOLDER_BY_HASH, Tuple.of(sha256));
    }

    /** As {@link #holder(String)}, by id, for a token that proves itself by its signature. */
    public Uni<Optional<CredentialHolder>> holder(UUID id, TokenKind kind) {
        return holder(HOLDER_BY_ID, Tuple.of(id, kind.word()));
    }

    /** As {@link #holder(String)}, by id, for what is derived from a token. */
    public Uni<Optional<CredentialHolder>> holder(UUID id) {
        return holder(HOLDER_BY_ID, Tuple.of(id, null));
    }

    private Uni<Optional<CredentialHolder>> holder(String statement, Tuple parameters) {
        return VerifiedCredentials.inTime(database.query(client -> client.preparedQuery(statement)
                .execute(parameters)
                .chain(rows -> {
                    if (rows.rowCount() == 0) {
                        return Uni.createFrom().item(Optional.<CredentialHolder>empty());
                    }
                    Row row = rows.iterator().next();
                    return client.preparedQuery(TOUCH)
                            .execute(Tuple.of(row.getUUID("id")))
                            .replaceWith(Optional.of(holder(row)));
                })));
    }

    private static CredentialHolder holder(Row row) {
        CredentialHolder principal = HolderColumns.holder(row, row.getUUID("id").toString());
        return new CredentialHolder(
                principal.credentialId(),
                principal.login(),
                principal.administrator(),
                principal.tenants(),
                HolderColumns.scopes(row),
                HolderColumns.dialects(row),
                HolderColumns.limits(row),
                HolderColumns.instant(row, "expires_at"));
    }

    private static Optional<AccessToken> first(RowSet<Row> rows) {
        return rows.rowCount() == 0
                ? Optional.empty()
                : Optional.of(token(rows.iterator().next()));
    }

    private static AccessToken token(Row row) {
        return new AccessToken(
                row.getUUID("id"),
                TokenKind.ofWord(row.getString("kind")),
                row.getString("login"),
                row.getString("description"),
                HolderColumns.scopes(row),
                HolderColumns.dialects(row),
                HolderColumns.limits(row),
                HolderColumns.instant(row, "expires_at"),
                HolderColumns.instant(row, "last_used_at"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static JsonObject limits(Map<ApiClass, Long> limits) {
        JsonObject stored = new JsonObject();
        limits.forEach((apiClass, limit) -> stored.put(apiClass.word(), limit));
        return stored;
    }
}
