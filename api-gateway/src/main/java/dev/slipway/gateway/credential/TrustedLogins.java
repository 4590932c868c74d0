package dev.slipway.gateway.credential;

import dev.slipway.dialects.Dialect;
import dev.slipway.kit.db.Database;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The original imagebuild believes whatever login a request names. So does this installation if its operator said so, for a closed network, by {@code
 * slipway.gateway.imagebuild.trust-operator}; else nobody is believed.
 */
@ApplicationScoped
public class TrustedLogins {

    private static final Logger LOG = Logger.getLogger(TrustedLogins.class);

    /** By the unique login. An administrator's word is never taken from a name alone. */
    private static final String FIND = """
            SELECT p.id, %s FROM principal p WHERE p.login = $1 AND NOT p.administrator AND %s
            """.formatted(HolderColumns.PRINCIPAL, HolderColumns.ENABLED);

    private final Database database;
    private final VerifiedCredentials verified;
    private final boolean trusted;

    public TrustedLogins(
            Database database,
            VerifiedCredentials verified,
            @ConfigProperty(name = "slipway.gateway.imagebuild.trust-operator", defaultValue = "false")
                    boolean trusted) {
        this.database = database;
        this.verified = verified;
        this.trusted = trusted;
    }

    void warn(@Observes StartupEvent event) {
        if (trusted) {
            LOG.warn("slipway.gateway.imagebuild.trust-operator: whoever reaches this port may be anybody, in the"
                    + " imagebuild dialect");
        }
    }

    /** The principal of that login, if names are believed here. */
    public Uni<Optional<CredentialHolder>> holder(String login) {
        return trusted
                ? verified.verify("login " + login, () -> find(login))
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Optional<CredentialHolder>> find(String login) {
        return VerifiedCredentials.inTime(
                        database.query(client -> client.preparedQuery(FIND).execute(Tuple.of(login))))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(holder(rows.iterator().next())));
    }

    private static CredentialHolder holder(Row row) {
        CredentialHolder holder = HolderColumns.holder(row, "login:" + row.getUUID("id"));
        return new CredentialHolder(
                holder.credentialId(),
                holder.login(),
                false,
                holder.tenants(),
                holder.scopes(),
                Set.of(Dialect.IMAGEBUILD),
                Map.of(),
                null);
    }
}
