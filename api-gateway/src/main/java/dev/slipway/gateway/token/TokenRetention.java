package dev.slipway.gateway.token;

import dev.slipway.kit.retention.Retention;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;

/** Tokens that ended by themselves are kept for a month, for whoever looks for what happened. */
@ApplicationScoped
public class TokenRetention implements Retention {

    /** By token_expiry. */
    private static final String DELETE = """
            DELETE FROM token WHERE id IN (
                SELECT id FROM token WHERE expires_at < now() - interval '30 days' AND NOT bootstrap
                LIMIT 2000 FOR UPDATE SKIP LOCKED)
            """;

    @Override
    public String what() {
        return "token";
    }

    @Override
    public Uni<Integer> deletePortion(SqlClient client) {
        return client.query(DELETE).execute().map(RowSet::rowCount);
    }
}
