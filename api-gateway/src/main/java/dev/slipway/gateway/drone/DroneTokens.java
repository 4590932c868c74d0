package dev.slipway.gateway.drone;

import dev.slipway.dialects.Dialect;
import dev.slipway.gateway.credential.CredentialHolder;
import dev.slipway.gateway.credential.HolderColumns;
import dev.slipway.gateway.credential.VerifiedCredentials;
import dev.slipway.gateway.token.AccessTokens;
import dev.slipway.gateway.token.NewToken;
import dev.slipway.gateway.token.TokenKind;
import dev.slipway.kit.crypto.Hashes;
import dev.slipway.kit.crypto.KeyRing;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jose4j.jwt.NumericDate;
import org.jspecify.annotations.Nullable;

/**
 * Drone's tokens of our principals: each principal has a key of its own, encrypted under the key ring. A token with a {@code jti} is good while its row is; one without, as older clients
 * have them, until the key is changed.
 */
@ApplicationScoped
public class DroneTokens {

    /** Of Drone 0.5's sessions. */
    public static final Duration SESSION_LIFETIME = Duration.ofHours(72);

    private static final String USER = "user";
    private static final String SESSION = "sess";
    private static final String CSRF = "csrf";

    /** By the unique login. */
    private static final String KEY = """
            SELECT p.id, p.drone_key, %s FROM principal p WHERE p.login = $1 AND %s AND p.drone_key IS NOT NULL
            """.formatted(HolderColumns.PRINCIPAL, HolderColumns.ENABLED);

    /** The first key stays: two requests that find none make one. */
    private static final String ENSURE_KEY = """
            UPDATE principal SET drone_key = $2 WHERE login = $1 AND drone_key IS NULL
            """;

    private static final String CHANGE_KEY = "UPDATE principal SET drone_key = $2 WHERE login = $1";

    private final Database database;
    private final AccessTokens tokens;
    private final VerifiedCredentials verified;
    private final KeyRing keyRing;

    public DroneTokens(Database database, AccessTokens tokens, VerifiedCredentials verified, KeyRing keyRing) {
        this.database = database;
        this.tokens = tokens;
        this.verified = verified;
        this.keyRing = keyRing;
    }

    /** Who presents a token of a user in a header or the query. */
    public Uni<Optional<CredentialHolder>> user(String jwt) {
        return verify(jwt, USER, TokenKind.DRONE);
    }

    /** Who presents a session's cookie. */
    public Uni<Optional<CredentialHolder>> session(String jwt) {
        return verify(jwt, SESSION, TokenKind.SESSION);
    }

    /** Who presents a session's cookie and the proof that goes with it. */
    public Uni<Optional<CredentialHolder>> session(String jwt, String csrf) {
        return session(jwt).chain(holder -> {
            if (holder.isEmpty()) {
                return Uni.createFrom().item(holder);
            }
            String login = holder.get().login();
            return key(login)
                    .map(row -> row.flatMap(found -> DroneJwts.verify(csrf, CSRF, decrypt(login, found)))
                            .filter(proof -> proof.text().equals(login))
                            .flatMap(proof -> holder));
        });
    }

    /** A new token of the user, which has no end. */
    public Uni<String> issue(Transaction transaction, String login) {
        return withKey(transaction, login).chain(key -> sign(transaction, login, USER, TokenKind.DRONE, null, key));
    }

    /** A new session of the user, and its proof for requests that change something. */
    public Uni<Session> issueSession(Transaction transaction, String login) {
        Instant expires = Instant.now().plus(SESSION_LIFETIME);
        return withKey(transaction, login)
                .chain(key -> sign(transaction, login, SESSION, TokenKind.SESSION, expires, key)
                        .map(session -> new Session(session, DroneJwts.sign(login, CSRF, null, date(expires), key))));
    }

    /** Ends every token that the user has had in this dialect, also those that were never listed; a new one. */
    public Uni<String> changeKey(Transaction transaction, String login) {
        String key = encrypt(login, DroneJwts.newKey());
        return transaction
                .connection()
                .preparedQuery(CHANGE_KEY)
                .execute(Tuple.of(login, key))
                .chain(() -> tokens.revokeAll(transaction, login, TokenKind.DRONE))
                .chain(() -> issue(transaction, login));
    }

    private Uni<Optional<CredentialHolder>> verify(String jwt, String type, TokenKind kind) {
        Optional<String> login = DroneJwts.claimedText(jwt);
        if (login.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return verified.verify(
                "drone " + type + ' ' + Hashes.sha256Hex(jwt), () -> lookUp(login.get(), jwt, type, kind));
    }

    private Uni<Optional<CredentialHolder>> lookUp(String login, String jwt, String type, TokenKind kind) {
        return key(login).chain(row -> {
            Optional<DroneJwts.Verified> token =
                    row.flatMap(found -> DroneJwts.verify(jwt, type, decrypt(login, found)));
            if (row.isEmpty() || token.isEmpty()) {
                return Uni.createFrom().item(Optional.<CredentialHolder>empty());
            }
            String id = token.get().id();
            if (id == null) {
                return Uni.createFrom().item(Optional.of(withoutId(row.get())));
            }
            return uuid(id).map(known -> tokens.holder(known, kind))
                    .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
        });
    }

    /** A token without an id has the key for its identity. */
    private static CredentialHolder withoutId(Row row) {
        CredentialHolder holder = HolderColumns.holder(row, "drone:" + row.getUUID("id"));
        return new CredentialHolder(
                holder.credentialId(),
                holder.login(),
                holder.administrator(),
                holder.tenants(),
                holder.scopes(),
                Set.of(Dialect.DRONE),
                Map.of(),
                null);
    }

    private Uni<String> sign(
            Transaction transaction, String login, String type, TokenKind kind, @Nullable Instant expires, byte[] key) {
        NewToken token = NewToken.of(
                kind, login, "Drone " + type, Hashes.sha256Hex(DroneJwts.newKey()), Set.of(Dialect.DRONE), expires);
        String jwt = DroneJwts.sign(login, type, token.id().toString(), expires == null ? null : date(expires), key);
        return tokens.create(transaction, token)
                .map(made -> made.orElseThrow(() -> SlipwayException.notFound("user")))
                .replaceWith(jwt);
    }

    private Uni<byte[]> withKey(Transaction transaction, String login) {
        return transaction
                .connection()
                .preparedQuery(ENSURE_KEY)
                .execute(Tuple.of(login, encrypt(login, DroneJwts.newKey())))
                .chain(() -> transaction.connection().preparedQuery(KEY).execute(Tuple.of(login)))
                .map(rows -> {
                    if (rows.rowCount() == 0) {
                        throw SlipwayException.notFound("user");
                    }
                    return decrypt(login, rows.iterator().next());
                });
    }

    private Uni<Optional<Row>> key(String login) {
        return VerifiedCredentials.inTime(
                        database.query(client -> client.preparedQuery(KEY).execute(Tuple.of(login))))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next()));
    }

    private String encrypt(String login, byte[] key) {
        return keyRing.encrypt(Base64.getEncoder().encodeToString(key), context(login));
    }

    private byte[] decrypt(String login, Row row) {
        return Base64.getDecoder().decode(keyRing.decryptText(row.getString("drone_key"), context(login)));
    }

    private static String context(String login) {
        return "principal:" + login + ":drone-key";
    }

    private static NumericDate date(Instant instant) {
        return NumericDate.fromSeconds(instant.getEpochSecond());
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * A session just made.
     *
     * @param cookie the value of {@code user_sess}
     * @param csrf the value of {@code X-CSRF-TOKEN}
     */
    public record Session(String cookie, String csrf) {
        @Override
        public String toString() {
            return "Session[…]";
        }
    }
}
