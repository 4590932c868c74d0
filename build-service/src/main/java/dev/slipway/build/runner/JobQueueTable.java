package dev.slipway.build.runner;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The statements on {@code job_queue}; the index that each needs stands beside it. The clock is PostgreSQL's. */
final class JobQueueTable {

    private static final String OFFER = """
            INSERT INTO job_queue (job_id, build_id, job_order)
            SELECT job, build, wanted FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) WITH ORDINALITY AS offer (job, build, wanted, place)
            ORDER BY place
            ON CONFLICT (job_id) DO NOTHING
            """;

    /** By {@code job_queue_waiting}. */
    private static final String CLAIM = """
            UPDATE job_queue SET lease_holder = $1, lease_epoch = lease_epoch + 1,
                lease_expires_at = clock_timestamp() + $2 * interval '1 millisecond'
            WHERE job_id IN (
                SELECT job_id FROM job_queue WHERE lease_holder IS NULL
                ORDER BY position LIMIT $3 FOR UPDATE SKIP LOCKED)
            RETURNING lease_epoch, job_order
            """;

    /** By the primary key. A lease that has expired is never given back, even if nobody has noticed yet. */
    private static final String HEARTBEAT = """
            UPDATE job_queue SET lease_expires_at = clock_timestamp() + $4 * interval '1 millisecond'
            FROM unnest($2::uuid[], $3::bigint[]) AS claim (id, epoch)
            WHERE job_id = claim.id AND lease_epoch = claim.epoch AND lease_holder = $1
                AND lease_expires_at > clock_timestamp()
            RETURNING job_id, cancel_requested
            """;

    /** By the primary key. */
    private static final String LOCK_HELD = """
            SELECT FROM job_queue WHERE job_id = $1 AND lease_holder = $2 AND lease_epoch = $3 FOR UPDATE
            """;

    /** By the primary key. */
    private static final String REMOVE = "DELETE FROM job_queue WHERE job_id = $1";

    /** By the primary key. */
    private static final String REQUEST_CANCEL = """
            UPDATE job_queue SET cancel_requested = true WHERE job_id = $1 AND lease_holder IS NOT NULL
            """;

    /** By the primary key. */
    private static final String WITHDRAW = "DELETE FROM job_queue WHERE job_id = $1 AND lease_holder IS NULL";

    /** By {@code job_queue_held}, which holds no more rows than jobs run at once. */
    private static final String EXPIRED = """
            SELECT job_id FROM job_queue
            WHERE lease_holder IS NOT NULL AND lease_expires_at < clock_timestamp() - $1 * interval '1 millisecond'
            ORDER BY job_id
            """;

    /** By the primary key. */
    private static final String LOCK_EXPIRED = """
            SELECT job_order, cancel_requested FROM job_queue
            WHERE job_id = $1 AND lease_holder IS NOT NULL
                AND lease_expires_at < clock_timestamp() - $2 * interval '1 millisecond'
            FOR UPDATE SKIP LOCKED
            """;

    /** By the primary key. The epoch stays, and the next claim raises it: what the last holder still reports changes nothing. */
    private static final String OFFER_AGAIN = """
            UPDATE job_queue SET lease_holder = NULL, lease_expires_at = NULL WHERE job_id = $1
            """;

    private JobQueueTable() {}

    /** Whether any of them was not there before. */
    static Uni<Boolean> offer(SqlClient client, List<JobOrder> orders) {
        UUID[] jobs = orders.stream().map(JobOrder::jobId).toArray(UUID[]::new);
        UUID[] builds = orders.stream().map(JobOrder::buildId).toArray(UUID[]::new);
        Buffer[] wanted = orders.stream()
                .map(order -> Buffer.buffer(OrderJson.write(order)))
                .toArray(Buffer[]::new);
        return client.preparedQuery(OFFER)
                .execute(Tuple.of(jobs, builds, wanted))
                .map(rows -> rows.rowCount() > 0);
    }

    static Uni<List<Claim>> claim(SqlClient client, String runner, Duration lease, int atMost) {
        return client.preparedQuery(CLAIM)
                .execute(Tuple.of(runner, lease.toMillis(), atMost))
                .map(rows -> rows.stream()
                        .map(row -> new Claim(order(row), runner, row.getLong("lease_epoch")))
                        .toList());
    }

    /** The claims that still hold, with whether their end is wanted. */
    static Uni<Map<UUID, Boolean>> heartbeat(SqlClient client, String runner, List<Claim> claims, Duration lease) {
        UUID[] ids = claims.stream().map(claim -> claim.order().jobId()).toArray(UUID[]::new);
        Long[] epochs = claims.stream().map(Claim::epoch).toArray(Long[]::new);
        return client.preparedQuery(HEARTBEAT)
                .execute(Tuple.of(runner, ids, epochs, lease.toMillis()))
                .map(rows -> {
                    Map<UUID, Boolean> held = new HashMap<>();
                    rows.forEach(row -> held.put(row.getUUID("job_id"), row.getBoolean("cancel_requested")));
                    return held;
                });
    }

    /** Locks the job's row, if the claim still holds. */
    static Uni<Boolean> lockHeld(SqlClient client, Claim claim) {
        return client.preparedQuery(LOCK_HELD)
                .execute(Tuple.of(claim.order().jobId(), claim.runner(), claim.epoch()))
                .map(rows -> rows.size() == 1);
    }

    static Uni<Void> remove(SqlClient client, UUID jobId) {
        return client.preparedQuery(REMOVE).execute(Tuple.of(jobId)).replaceWithVoid();
    }

    /** Whether a runner holds it, which then has to be told. */
    static Uni<Boolean> requestCancel(SqlClient client, UUID jobId) {
        return client.preparedQuery(REQUEST_CANCEL).execute(Tuple.of(jobId)).map(rows -> rows.rowCount() == 1);
    }

    static Uni<Void> withdraw(SqlClient client, UUID jobId) {
        return client.preparedQuery(WITHDRAW).execute(Tuple.of(jobId)).replaceWithVoid();
    }

    /** The jobs whose lease has expired for longer than the grace. */
    static Uni<List<UUID>> expired(SqlClient client, Duration grace) {
        return client.preparedQuery(EXPIRED)
                .execute(Tuple.of(grace.toMillis()))
                .map(rows -> rows.stream().map(row -> row.getUUID("job_id")).toList());
    }

    /** Locks the job, if its lease is still expired for longer than the grace and nobody else has locked it. */
    static Uni<Optional<Expired>> lockExpired(SqlClient client, UUID jobId, Duration grace) {
        return client.preparedQuery(LOCK_EXPIRED)
                .execute(Tuple.of(jobId, grace.toMillis()))
                .map(rows -> rows.stream()
                        .map(row -> new Expired(order(row), row.getBoolean("cancel_requested")))
                        .findFirst());
    }

    /** Makes a job that is held claimable again. */
    static Uni<Void> offerAgain(SqlClient client, UUID jobId) {
        return client.preparedQuery(OFFER_AGAIN).execute(Tuple.of(jobId)).replaceWithVoid();
    }

    private static JobOrder order(Row row) {
        return OrderJson.read(row.getBuffer("job_order").getBytes());
    }

    /** A job whose lease nobody prolonged. */
    record Expired(JobOrder order, boolean cancelRequested) {}
}
