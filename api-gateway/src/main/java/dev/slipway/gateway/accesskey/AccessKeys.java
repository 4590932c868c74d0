package dev.slipway.gateway.accesskey;

import dev.slipway.dialects.Dialect;
import dev.slipway.gateway.credential.CredentialHolder;
import dev.slipway.gateway.credential.HolderColumns;
import dev.slipway.gateway.credential.VerifiedCredentials;
import dev.slipway.kit.crypto.KeyRing;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.identity.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The table of access keys, and of the signatures that were used to change something. */
@ApplicationScoped
public class AccessKeys {

    private static final String COLUMNS =
            "k.id, p.login, k.description, k.access, k.scopes, k.last_used_at, k.created_at";

    private static final String FROM = " FROM access_key k JOIN principal p ON p.id = k.principal_id ";

    private static final String INSERT = """
            WITH made AS (
                INSERT INTO access_key (id, principal_id, description, access, secret, scopes)
                SELECT $1, p.id, $3, $4, $5, $6 FROM principal p WHERE p.login = $2 AND p.disabled_at IS NULL
                RETURNING *)
            SELECT %s FROM made k JOIN principal p ON p.id = k.principal_id
            """.formatted(COLUMNS);

    /** By access_key_principal. */
    private static final String PAGE = "SELECT " + COLUMNS + FROM
            + "WHERE p.login = $1 AND k.revoked_at IS NULL AND ($2::uuid IS NULL OR k.id > $2) ORDER BY k.id LIMIT $3";

    /** By the primary key; $2 is null for who may see everybody's. */
    private static final String BY_ID = "SELECT " + COLUMNS + FROM
            + "WHERE k.id = $1 AND k.revoked_at IS NULL AND ($2::text IS NULL OR p.login = $2)";

    private static final String REVOKE = """
            UPDATE access_key k SET revoked_at = now() FROM principal p
            WHERE p.id = k.principal_id AND k.id = $1 AND k.revoked_at IS NULL AND ($2::text IS NULL OR p.login = $2)
            """;

    /** By the unique access. */
    private static final String SECRET = "SELECT id, secret FROM access_key WHERE access = $1 AND revoked_at IS NULL";

    /** By the unique access. */
    private static final String HOLDER = """
            SELECT k.id, k.scopes, %s FROM access_key k JOIN principal p ON p.id = k.principal_id
            WHERE k.access = $1 AND k.revoked_at IS NULL AND %s
            """.formatted(HolderColumns.PRINCIPAL, HolderColumns.ENABLED);

    private static final String TOUCH = """
            UPDATE access_key SET last_used_at = now()
            WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
            """;

    /** By the primary key: the first wins, in whichever replica. */
    private static final String USE_SIGNATURE = """
            INSERT INTO used_signature (signature, forget_at) VALUES ($1, now() + make_interval(secs => $2))
            ON CONFLICT DO NOTHING
            """;

    private final Database database;
    private final KeyRing keyRing;

    public AccessKeys(Database database, KeyRing keyRing) {
        this.database = database;
        this.keyRing = keyRing;
    }

    /** Keeps a new key; empty when there is no such user, or a disabled one. */
    public Uni<Optional<AccessKey>> create(
            Transaction transaction,
            String login,
            String description,
            String access,
            String secret,
            Set<Scope> scopes) {
        UUID id = Ids.newId();
        String[] words = scopes.stream().map(Scope::word).sorted().toArray(String[]::new);
        return transaction
                .connection()
                .preparedQuery(INSERT)
                .execute(Tuple.of(id, login, description, access, keyRing.encrypt(secret, context(id)), words))
                .map(AccessKeys::first);
    }

    /** Up to {@code count} keys of a user, by age, after the given one. */
    public Uni<List<AccessKey>> page(String login, @Nullable UUID after, int count) {
        return database.query(client -> client.preparedQuery(PAGE).execute(Tuple.of(login, after, count)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AccessKeys::accessKey)
                        .toList());
    }

    /** @param login whose it must be; null for anybody's */
    public Uni<Optional<AccessKey>> find(UUID id, @Nullable String login) {
        return database.query(client -> client.preparedQuery(BY_ID).execute(Tuple.of(id, login)))
                .map(AccessKeys::first);
    }

    /**
     * Ends a key for good; whether there was such a key.
     *
     * @param login whose it must be; null for anybody's
     */
    public Uni<Boolean> revoke(UUID id, @Nullable String login) {
        return database.query(client -> client.preparedQuery(REVOKE).execute(Tuple.of(id, login)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** The secret half of a key, if there is such a key. It never changes. */
    Uni<Optional<String>> secret(String access) {
        return VerifiedCredentials.inTime(
                        database.query(client -> client.preparedQuery(SECRET).execute(Tuple.of(access))))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(secret(rows.iterator().next())));
    }

    /** Whose a key is, if it is good now. Remembers that it was used, to the minute. */
    Uni<Optional<CredentialHolder>> holder(String access) {
        return VerifiedCredentials.inTime(database.query(client -> client.preparedQuery(HOLDER)
                .execute(Tuple.of(access))
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

    /** Whether a signature is used for the first time; remembered for so long. */
    Uni<Boolean> useOnce(String signature, Duration remembered) {
        return VerifiedCredentials.inTime(database.query(client -> client.preparedQuery(USE_SIGNATURE)
                        .execute(Tuple.of(signature, (double) remembered.toSeconds()))))
                .map(rows -> rows.rowCount() == 1);
    }

    private String secret(Row row) {
        return keyRing.decryptText(row.getString("secret"), context(row.getUUID("id")));
    }

    private static CredentialHolder holder(Row row) {
        CredentialHolder principal = HolderColumns.holder(row, row.getUUID("id").toString());
        return new CredentialHolder(
                principal.credentialId(),
                principal.login(),
                principal.administrator(),
                principal.tenants(),
                HolderColumns.scopes(row),
                Set.of(Dialect.CODEARTS),
                Map.of(),
                null);
    }

    private static Optional<AccessKey> first(RowSet<Row> rows) {
        return rows.rowCount() == 0
                ? Optional.empty()
                : Optional.of(accessKey(rows.iterator().next()));
    }

    private static AccessKey accessKey(Row row) {
        return new AccessKey(
                row.getUUID("id"),
                row.getString("login"),
                row.getString("description"),
                row.getString("access"),
                HolderColumns.scopes(row),
                HolderColumns.instant(row, "last_used_at"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static String context(UUID id) {
        return "access-key:" + id;
    }
}
