package dev.slipway.kit.idempotency;

import dev.slipway.kit.retention.Retention;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Answers under an {@code Idempotency-Key} are kept for {@link Idempotency#RETENTION}. */
@ApplicationScoped
public class IdempotencyRetention implements Retention {

    /** By idempotency_key_created_at. */
    private static final String FORGET = """
            DELETE FROM idempotency_key WHERE (principal, key) IN (
                SELECT principal, key FROM idempotency_key WHERE created_at < now() - $1 * interval '1 second'
                LIMIT 5000 FOR UPDATE SKIP LOCKED)
            """;

    @Override
    public String what() {
        return "idempotency_key";
    }

    @Override
    public Uni<Integer> deletePortion(SqlClient client) {
        return client.preparedQuery(FORGET)
                .execute(Tuple.of(Idempotency.RETENTION.toSeconds()))
                .map(RowSet::rowCount);
    }
}
