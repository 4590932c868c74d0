package dev.slipway.gateway.accesskey;

import dev.slipway.kit.retention.Retention;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;

/** A signature that is too old to be good need not be remembered. */
@ApplicationScoped
public class UsedSignatureRetention implements Retention {

    /** By used_signature_forget_at. */
    private static final String DELETE = """
            DELETE FROM used_signature WHERE signature IN (
                SELECT signature FROM used_signature WHERE forget_at < now() LIMIT 5000 FOR UPDATE SKIP LOCKED)
            """;

    @Override
    public String what() {
        return "used_signature";
    }

    @Override
    public Uni<Integer> deletePortion(SqlClient client) {
        return client.query(DELETE).execute().map(RowSet::rowCount);
    }
}
