package dev.slipway.app.action;

import dev.slipway.kit.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Claims actions under leases. Times are PostgreSQL's. */
@ApplicationScoped
class ActionClaims {

    /**
     * By {@code app_action_running} and {@code app}'s primary key. An app that may have a process belongs to the node where that is; any node may take
     * the others.
     */
    private static final String CLAIM = """
            UPDATE app_action SET lease_holder = $1, lease_node = $2, lease_epoch = lease_epoch + 1,
                lease_expires_at = clock_timestamp() + $3 * interval '1 millisecond'
            WHERE id IN (
                SELECT action.id FROM app_action action JOIN app ON app.id = action.app_id
                WHERE action.status = 'RUNNING' AND action.offered_at IS NOT NULL
                    AND action.deadline_at > clock_timestamp()
                    AND (action.lease_expires_at IS NULL OR action.lease_expires_at < clock_timestamp())
                    AND (app.node IS NULL OR app.node = $2 OR app.state IN ('STOPPED', 'FAILED'))
                    AND NOT action.id = ANY($4)
                ORDER BY action.id LIMIT $5
                FOR UPDATE OF action SKIP LOCKED)
            RETURNING id, app_id, kind, lease_epoch
            """;

    /** By the primary key. */
    private static final String RENEW = """
            UPDATE app_action SET lease_expires_at = clock_timestamp() + $3 * interval '1 millisecond'
            WHERE id = ANY($2) AND lease_holder = $1 AND status = 'RUNNING'
            """;

    /** By {@code app_action_running}. */
    private static final String EXPIRE_EARLIER = """
            UPDATE app_action SET lease_expires_at = '-infinity'
            WHERE lease_node = $1 AND lease_holder <> $2 AND status = 'RUNNING'
            """;

    private final Database database;

    ActionClaims(Database database) {
        this.database = database;
    }

    /** @param underWay actions that this process still works at, whatever became of their leases */
    Uni<List<ActionClaim>> claim(String holder, UUID node, Duration lease, Set<UUID> underWay, int limit) {
        Tuple parameters = Tuple.tuple()
                .addValue(holder)
                .addValue(node)
                .addValue(lease.toMillis())
                .addValue(underWay.toArray(UUID[]::new))
                .addValue(limit);
        return database.query(client -> client.preparedQuery(CLAIM)
                .execute(parameters)
                .map(rows -> rows.stream().map(row -> claim(row, holder)).toList()));
    }

    Uni<Void> renew(String holder, Set<UUID> actions, Duration lease) {
        Tuple parameters = Tuple.of(holder, actions.toArray(UUID[]::new), lease.toMillis());
        return database.query(
                client -> client.preparedQuery(RENEW).execute(parameters).replaceWithVoid());
    }

    /** This process holds the node's lock: whoever had its actions before is gone, and need not be waited for. */
    Uni<Void> expireEarlierProcesses(UUID node, String holder) {
        return database.query(client -> client.preparedQuery(EXPIRE_EARLIER)
                .execute(Tuple.of(node, holder))
                .replaceWithVoid());
    }

    private static ActionClaim claim(Row row, String holder) {
        return new ActionClaim(
                row.getUUID("id"),
                row.getUUID("app_id"),
                ActionKind.valueOf(row.getString("kind")),
                holder,
                row.getLong("lease_epoch"));
    }
}
