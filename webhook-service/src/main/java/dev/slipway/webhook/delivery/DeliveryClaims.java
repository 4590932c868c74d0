package dev.slipway.webhook.delivery;

import dev.slipway.kit.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Who may try which delivery now. Every time is PostgreSQL's: replicas need not agree on theirs.
 *
 * <p>A claim is a lease with an epoch. A worker that dies leaves its deliveries in DELIVERING; they go back when the lease has run out. A worker
 * that was merely frozen, and wakes, finds that its epoch is over.
 */
@ApplicationScoped
public class DeliveryClaims {

    /**
     * By delivery_due, oldest first. Endpoints that have no room left are left out before the limit, so that the backlog of one never hides the
     * others; of the rest nobody gets more than its room. $1 holder, $2 limit, $3 room per endpoint, $4 and $5 what is under way, $6 lease.
     */
    private static final String CLAIM = """
            WITH busy AS (
                SELECT * FROM unnest($4::uuid[], $5::int[]) AS busy(endpoint_id, in_flight)
            ), due AS (
                SELECT id, endpoint_id, next_attempt_at FROM delivery
                WHERE status = 'PENDING' AND next_attempt_at <= now()
                  AND endpoint_id NOT IN (SELECT endpoint_id FROM busy WHERE in_flight >= $3)
                ORDER BY next_attempt_at
                LIMIT $2
                FOR UPDATE SKIP LOCKED
            ), ranked AS (
                SELECT due.id, coalesce(busy.in_flight, 0)
                       + row_number() OVER (PARTITION BY due.endpoint_id ORDER BY due.next_attempt_at, due.id) AS place
                FROM due LEFT JOIN busy USING (endpoint_id)
            ), claimed AS (
                UPDATE delivery SET status = 'DELIVERING', next_attempt_at = NULL, attempts = attempts + 1,
                       lease_holder = $1, lease_epoch = lease_epoch + 1,
                       lease_expires_at = now() + $6::bigint * interval '1 millisecond'
                FROM ranked WHERE delivery.id = ranked.id AND ranked.place <= $3
                RETURNING delivery.*
            ), begun AS (
                INSERT INTO attempt (delivery_id, number, started_at)
                SELECT id, attempts, clock_timestamp() FROM claimed
            )
            SELECT claimed.id, claimed.endpoint_id, claimed.event_type, claimed.attempts, claimed.failures,
                   claimed.lease_epoch, claimed.traceparent, endpoint.url, endpoint.secret, endpoint.policy,
                   endpoint.deleted_at IS NOT NULL AS endpoint_deleted, payload.content_type, payload.body
            FROM claimed
            JOIN endpoint ON endpoint.id = claimed.endpoint_id
            JOIN payload ON payload.event_id = claimed.event_id AND payload.format = claimed.format
            """;

    /** By delivery_leased. */
    private static final String RECOVER = """
            WITH lost AS (
                SELECT id FROM delivery WHERE status = 'DELIVERING' AND lease_expires_at < now()
                LIMIT 1000 FOR UPDATE SKIP LOCKED
            ), back AS (
                UPDATE delivery SET status = 'PENDING', next_attempt_at = now(), lease_holder = NULL, lease_expires_at = NULL
                FROM lost WHERE delivery.id = lost.id
                RETURNING delivery.id, delivery.attempts
            ), closed AS (
                UPDATE attempt SET error = $1 FROM back
                WHERE attempt.delivery_id = back.id AND attempt.number = back.attempts
            )
            SELECT count(*) FROM back
            """;

    /** By delivery_leased. Whatever the worker still reports of these comes too late: they are not DELIVERING under its epoch any more. */
    private static final String GIVE_BACK = """
            WITH back AS (
                UPDATE delivery SET status = 'PENDING', next_attempt_at = now(), lease_holder = NULL, lease_expires_at = NULL
                WHERE status = 'DELIVERING' AND lease_holder = $1
                RETURNING id, attempts
            ), closed AS (
                UPDATE attempt SET error = $2 FROM back
                WHERE attempt.delivery_id = back.id AND attempt.number = back.attempts
            )
            SELECT count(*) FROM back
            """;

    /** By delivery_due and delivery_leased. $1 endpoints that have no room: the end of an attempt wakes us for these. */
    private static final String NEXT_WAKE = """
            SELECT (extract(epoch FROM least(
                (SELECT next_attempt_at FROM delivery
                 WHERE status = 'PENDING' AND endpoint_id <> ALL($1) ORDER BY next_attempt_at LIMIT 1),
                (SELECT lease_expires_at FROM delivery WHERE status = 'DELIVERING' ORDER BY lease_expires_at LIMIT 1)
            ) - clock_timestamp()) * 1000)::float8 AS millis
            """;

    private static final String INTERRUPTED =
            "interrupted: the worker was lost before it could tell what came of this attempt";

    private static final String STOPPED = "interrupted: the service stopped before the receiver answered";

    private static final long SHORTEST_WAIT_MILLIS = 10;

    private final Database database;

    public DeliveryClaims(Database database) {
        this.database = database;
    }

    /**
     * @param limit at most this many
     * @param room at most this many per endpoint, those under way included
     * @param underWay attempts under way here, per endpoint
     */
    Uni<List<ClaimedDelivery>> claim(String holder, int limit, int room, Map<UUID, Integer> underWay, Duration lease) {
        List<UUID> endpoints = new ArrayList<>(underWay.keySet());
        Tuple parameters = Tuple.tuple(List.of(
                holder,
                limit,
                room,
                endpoints.toArray(UUID[]::new),
                endpoints.stream().map(underWay::get).toArray(Integer[]::new),
                lease.toMillis()));
        return database.query(client -> client.preparedQuery(CLAIM).execute(parameters))
                .map(DeliveryClaims::claimed);
    }

    /** Takes back what lost workers left. @return how many */
    Uni<Integer> recover() {
        return database.query(client -> client.preparedQuery(RECOVER).execute(Tuple.of(INTERRUPTED)))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** Gives back all that a worker holds, at once and without using up a retry. @return how many */
    Uni<Integer> giveBack(String holder) {
        return database.query(client -> client.preparedQuery(GIVE_BACK).execute(Tuple.of(holder, STOPPED)))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /**
     * How long until something can be claimed or taken back, {@code atMost} if that is later or never. Not quite zero even for what is due now:
     * that is in the hands of another replica at this very moment.
     */
    Uni<Duration> untilNext(List<UUID> endpointsWithoutRoom, Duration atMost) {
        return database.query(client ->
                        client.preparedQuery(NEXT_WAKE).execute(Tuple.of(endpointsWithoutRoom.toArray(UUID[]::new))))
                .map(rows -> {
                    Double millis = rows.iterator().next().getDouble("millis");
                    if (millis == null) {
                        return atMost;
                    }
                    long wait = Math.max(SHORTEST_WAIT_MILLIS, (long) Math.ceil(millis));
                    return Duration.ofMillis(Math.min(wait, atMost.toMillis()));
                });
    }

    private static List<ClaimedDelivery> claimed(RowSet<Row> rows) {
        List<ClaimedDelivery> claimed = new ArrayList<>(rows.size());
        rows.forEach(row -> claimed.add(new ClaimedDelivery(
                row.getUUID("id"),
                row.getUUID("endpoint_id"),
                row.getString("event_type"),
                new DeliveryState(
                        DeliveryStatus.DELIVERING,
                        row.getInteger("attempts"),
                        row.getInteger("failures"),
                        row.getLong("lease_epoch"),
                        Duration.ZERO,
                        null),
                row.getString("url"),
                row.getString("secret"),
                row.getString("policy"),
                row.getBoolean("endpoint_deleted"),
                row.getString("content_type"),
                row.getBuffer("body").getBytes(),
                row.getString("traceparent"))));
        return claimed;
    }
}
