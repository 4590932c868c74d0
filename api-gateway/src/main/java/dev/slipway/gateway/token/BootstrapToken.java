package dev.slipway.gateway.token;

import dev.slipway.kit.crypto.Hashes;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.Transaction;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The first key to an installation: at the start the token of {@code slipway.admin.token} becomes one of the user {@code admin}, who administers the
 * platform. Another token given at a later start retires the one before.
 */
@ApplicationScoped
public class BootstrapToken {

    private static final Logger LOG = Logger.getLogger(BootstrapToken.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int SAFE_LENGTH = 32;

    private static final String ADMIN = """
            INSERT INTO principal (id, login, administrator) VALUES ($1, 'admin', true)
            ON CONFLICT (login) DO UPDATE SET administrator = true
            """;

    private static final String RETIRE =
            "UPDATE token SET revoked_at = now() WHERE bootstrap AND revoked_at IS NULL AND sha256 <> $1";

    /** A token that was retired by another becomes good again; one that was revoked does not. */
    private static final String INSTALL = """
            INSERT INTO token (id, principal_id, description, sha256, scopes, bootstrap)
            SELECT $1, p.id, 'bootstrap', $2, ARRAY['read', 'build', 'deploy', 'admin'], true FROM principal p WHERE p.login = 'admin'
            ON CONFLICT (sha256) DO UPDATE SET revoked_at = NULL WHERE token.bootstrap
            """;

    private final Database database;
    private final Optional<String> adminToken;
    private volatile boolean installed;

    public BootstrapToken(
            Database database, @ConfigProperty(name = "slipway.admin.token") Optional<String> adminToken) {
        this.database = database;
        this.adminToken = adminToken.map(String::strip).filter(token -> !token.isEmpty());
    }

    /** On the main thread, before the gateway says that it is ready: a start whose first key does not open is no start. */
    void install(@Observes StartupEvent event) {
        install();
        installed = true;
    }

    /** Whether the first key opens by now. */
    boolean isInstalled() {
        return installed;
    }

    private void install() {
        if (adminToken.isEmpty()) {
            LOG.info("slipway.admin.token is not set: tokens of earlier starts stay as they are");
            return;
        }
        if (adminToken.get().length() < SAFE_LENGTH) {
            LOG.warnf("slipway.admin.token has fewer than %d characters: it can be guessed", SAFE_LENGTH);
        }
        String sha256 = Hashes.sha256Hex(adminToken.get());
        database.inTransaction(transaction -> install(transaction, sha256))
                .await()
                .atMost(LIMIT);
    }

    private static Uni<Void> install(Transaction transaction, String sha256) {
        return transaction
                .connection()
                .preparedQuery(ADMIN)
                .execute(Tuple.of(Ids.newId()))
                .chain(() -> transaction.connection().preparedQuery(RETIRE).execute(Tuple.of(sha256)))
                .chain(() -> transaction.connection().preparedQuery(INSTALL).execute(Tuple.of(Ids.newId(), sha256)))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        LOG.warn("The token of slipway.admin.token was revoked and stays so: set another");
                    }
                })
                .replaceWithVoid();
    }
}
