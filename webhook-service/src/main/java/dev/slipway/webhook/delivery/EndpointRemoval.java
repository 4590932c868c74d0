package dev.slipway.webhook.delivery;

import dev.slipway.kit.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * Deletes an endpoint and, in the same transaction, gives up what still waits for it. What is under way ends by itself: accepted, or given
 * up instead of being tried again.
 */
@ApplicationScoped
public class EndpointRemoval {

    private static final String DELETE =
            "UPDATE endpoint SET deleted_at = now(), secret = '' WHERE id = $1 AND deleted_at IS NULL";

    /** By delivery_by_endpoint. */
    private static final String GIVE_UP = """
            UPDATE delivery SET status = 'DEAD', next_attempt_at = NULL, reason = $2, finished_at = now()
            WHERE endpoint_id = $1 AND status IN ('PENDING', 'HELD')
            """;

    private final Database database;

    public EndpointRemoval(Database database) {
        this.database = database;
    }

    /** Deleting twice is no error. */
    public Uni<Void> delete(UUID endpointId) {
        return database.inTransaction(transaction -> transaction
                .connection()
                .preparedQuery(DELETE)
                .execute(Tuple.of(endpointId))
                .chain(() -> transaction
                        .connection()
                        .preparedQuery(GIVE_UP)
                        .execute(Tuple.of(endpointId, DeliveryAttempt.ENDPOINT_DELETED)))
                .replaceWithVoid());
    }
}
