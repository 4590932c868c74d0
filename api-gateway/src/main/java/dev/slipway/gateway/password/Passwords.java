package dev.slipway.gateway.password;

import dev.slipway.gateway.credential.CredentialHolder;
import dev.slipway.gateway.credential.HolderColumns;
import dev.slipway.gateway.credential.VerifiedCredentials;
import dev.slipway.gateway.token.CredentialsById;
import dev.slipway.kit.crypto.Tokens;
import dev.slipway.kit.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Logins with passwords. What was verified is remembered for a short time under a keyed hash whose key never leaves this process: a client that sends its password with
 * every request costs one Argon2 now and then, and the memory of this process holds no password.
 */
@ApplicationScoped
public class Passwords {

    /** NIST SP 800-63B: length is what counts. */
    public static final int MIN_CHARACTERS = 12;

    /** Bounds what is hashed. */
    public static final int MAX_CHARACTERS = 256;

    private static final String MAC = "HmacSHA256";

    /** By the unique login. */
    private static final String FIND = """
            SELECT p.id, p.password_hash, %s FROM principal p WHERE p.login = $1 AND %s AND p.password_hash IS NOT NULL
            """.formatted(HolderColumns.PRINCIPAL, HolderColumns.ENABLED);

    private static final String SET =
            "UPDATE principal SET password_hash = $2, password_set_at = now() WHERE login = $1 AND kind = 'user'";

    private final Database database;
    private final PasswordHasher hasher;
    private final SignInThrottle throttle;
    private final VerifiedCredentials verified;
    private final SecretKeySpec processKey = new SecretKeySpec(Tokens.randomBytes(), MAC);

    public Passwords(Database database, PasswordHasher hasher, SignInThrottle throttle, VerifiedCredentials verified) {
        this.database = database;
        this.hasher = hasher;
        this.throttle = throttle;
        this.verified = verified;
    }

    /**
     * Who has that login and password; empty if nobody has, after as long a time.
     *
     * @param address that the attempt comes from: guessing is slowed
     */
    public Uni<Optional<CredentialHolder>> verify(String address, String login, String password) {
        if (password.length() > MAX_CHARACTERS) {
            return Uni.createFrom().item(Optional.empty());
        }
        return verified.verify("password:" + keyed(login, password), () -> attempt(address, login, password));
    }

    /** Sets or, with null, takes a user's password; whether there is such a user. */
    public Uni<Boolean> set(SqlClient client, String login, @Nullable String hash) {
        return client.preparedQuery(SET).execute(Tuple.of(login, hash)).map(rows -> rows.rowCount() == 1);
    }

    private Uni<Optional<CredentialHolder>> attempt(String address, String login, String password) {
        Duration wait = throttle.turn(address, login);
        Uni<Optional<CredentialHolder>> check = wait.isZero()
                ? check(login, password)
                : Uni.createFrom().voidItem().onItem().delayIt().by(wait).chain(() -> check(login, password));
        return check.invoke(holder -> {
            if (holder.isPresent()) {
                throttle.right(address, login);
            } else {
                throttle.wrong(address, login);
            }
        });
    }

    private Uni<Optional<CredentialHolder>> check(String login, String password) {
        return VerifiedCredentials.inTime(
                        database.query(client -> client.preparedQuery(FIND).execute(Tuple.of(login))))
                .chain(rows -> {
                    if (rows.rowCount() == 0) {
                        return hasher.verifyNothing(password).replaceWith(Optional.empty());
                    }
                    Row row = rows.iterator().next();
                    return hasher.verify(password, row.getString("password_hash"))
                            .map(good -> good
                                    ? Optional.of(
                                            HolderColumns.holder(row, CredentialsById.PASSWORD + row.getUUID("id")))
                                    : Optional.empty());
                });
    }

    private String keyed(String login, String password) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(processKey);
            return HexFormat.of().formatHex(mac.doFinal((login + '\0' + password).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }
}
