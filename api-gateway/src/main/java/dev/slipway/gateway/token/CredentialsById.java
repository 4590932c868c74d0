package dev.slipway.gateway.token;

import dev.slipway.gateway.credential.CredentialHolder;
import dev.slipway.gateway.credential.HolderColumns;
import dev.slipway.gateway.credential.VerifiedCredentials;
import dev.slipway.kit.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Finds again what stood behind a credential that was seen before, by its id: for what is derived from it and must end with it. */
@ApplicationScoped
public class CredentialsById {

    /** What the id of a password begins with; its principal's id follows. */
    public static final String PASSWORD = "password:";

    /** By the primary key. */
    private static final String PRINCIPAL_WITH_PASSWORD = """
            SELECT p.id, %s FROM principal p WHERE p.id = $1 AND p.password_hash IS NOT NULL AND %s
            """.formatted(HolderColumns.PRINCIPAL, HolderColumns.ENABLED);

    private final Database database;
    private final AccessTokens tokens;
    private final VerifiedCredentials verified;

    public CredentialsById(Database database, AccessTokens tokens, VerifiedCredentials verified) {
        this.database = database;
        this.tokens = tokens;
        this.verified = verified;
    }

    /** Who holds the credential, if it is still good. */
    public Uni<Optional<CredentialHolder>> holder(String credentialId) {
        boolean password = credentialId.startsWith(PASSWORD);
        UUID id;
        try {
            id = UUID.fromString(password ? credentialId.substring(PASSWORD.length()) : credentialId);
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().item(Optional.empty());
        }
        return verified.verify(
                "id " + credentialId, () -> password ? withPassword(id, credentialId) : tokens.holder(id));
    }

    private Uni<Optional<CredentialHolder>> withPassword(UUID id, String credentialId) {
        return VerifiedCredentials.inTime(database.query(
                        client -> client.preparedQuery(PRINCIPAL_WITH_PASSWORD).execute(Tuple.of(id))))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(HolderColumns.holder(rows.iterator().next(), credentialId)));
    }
}
