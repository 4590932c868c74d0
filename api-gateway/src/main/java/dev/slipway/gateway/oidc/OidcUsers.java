package dev.slipway.gateway.oidc;

import dev.slipway.dialects.ErrorCode;
import dev.slipway.gateway.account.NewUser;
import dev.slipway.gateway.account.PrincipalKind;
import dev.slipway.gateway.account.Users;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Slug;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** Which of our users a person is whom the issuer vouches for. The link is the issuer's subject, never a name or an address that somebody could take. */
@ApplicationScoped
public class OidcUsers {

    /** By the primary key. */
    private static final String FIND = """
            SELECT p.login FROM principal_identity i JOIN principal p ON p.id = i.principal_id
            WHERE i.issuer = $1 AND i.subject = $2 AND p.disabled_at IS NULL
            """;

    private static final String KNOWN = "SELECT 1 FROM principal_identity WHERE issuer = $1 AND subject = $2";

    private static final String LINK = """
            INSERT INTO principal_identity (issuer, subject, principal_id)
            SELECT $1, $2, p.id FROM principal p WHERE p.login = $3 AND p.kind = 'user'
            ON CONFLICT (issuer, subject) DO UPDATE SET principal_id = excluded.principal_id
            """;

    private final Database database;
    private final Users users;
    private final OidcSettings settings;

    public OidcUsers(Database database, Users users, OidcSettings settings) {
        this.database = database;
        this.users = users;
        this.settings = settings;
    }

    /** The login of that person, who becomes a user where that is allowed. */
    public Uni<String> login(OidcFlow.Identity identity) {
        return find(identity)
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(found.get())
                        : database.inTransaction(transaction -> create(transaction, identity)));
    }

    /** Says that a person is one of our users; whether there is such a user. */
    public Uni<Boolean> link(String login, String issuer, String subject) {
        return database.query(client -> client.preparedQuery(LINK).execute(Tuple.of(issuer, subject, login)))
                .map(rows -> rows.rowCount() == 1);
    }

    private Uni<Optional<String>> find(OidcFlow.Identity identity) {
        return database.query(
                        client -> client.preparedQuery(FIND).execute(Tuple.of(identity.issuer(), identity.subject())))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
    }

    private Uni<String> create(Transaction transaction, OidcFlow.Identity identity) {
        return transaction
                .connection()
                .preparedQuery(KNOWN)
                .execute(Tuple.of(identity.issuer(), identity.subject()))
                .chain(known -> {
                    if (known.rowCount() > 0) {
                        throw SlipwayException.forbidden("this user is disabled");
                    }
                    if (!settings.createUsers()) {
                        throw SlipwayException.forbidden("nobody here is linked to you; ask an administrator");
                    }
                    if (!Slug.isSlug(identity.login())) {
                        throw SlipwayException.forbidden("the issuer's claim " + settings.loginClaim()
                                + " cannot be a login here; ask an administrator");
                    }
                    return users.create(
                            transaction,
                            new NewUser(PrincipalKind.USER, identity.login(), identity.email(), false, Map.of()));
                })
                .onFailure(OidcUsers::isTaken)
                .transform(taken -> SlipwayException.forbidden("the login \"" + identity.login()
                        + "\" is taken by a user who is not linked to you; ask an administrator"))
                .chain(user -> transaction
                        .connection()
                        .preparedQuery(LINK)
                        .execute(Tuple.of(identity.issuer(), identity.subject(), user.login()))
                        .replaceWith(user.login()));
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof SlipwayException known && known.code() == ErrorCode.CONFLICT;
    }
}
