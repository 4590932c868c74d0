package dev.slipway.gateway.quota;

import dev.slipway.kit.retention.Retention;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;

/** Forgets hours that are over, so that the table holds the callers of the last few. */
@ApplicationScoped
public class QuotaRetention implements Retention {

    /** A whole scan of a small table, once an hour. */
    private static final String FORGET = """
            DELETE FROM quota_window WHERE (subject, api_class) IN (
                SELECT subject, api_class FROM quota_window WHERE window_start < clock_timestamp() - interval '2 hours'
                LIMIT 5000 FOR UPDATE SKIP LOCKED)
            """;

    @Override
    public String what() {
        return "quota_window";
    }

    @Override
    public Uni<Integer> deletePortion(SqlClient client) {
        return client.query(FORGET).execute().map(RowSet::rowCount);
    }
}
