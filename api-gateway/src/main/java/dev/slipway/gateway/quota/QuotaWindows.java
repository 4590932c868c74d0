package dev.slipway.gateway.quota;

import dev.slipway.kit.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What was granted of each hour, in PostgreSQL and by its clock: shared by all replicas, and remembered over restarts. */
@ApplicationScoped
public class QuotaWindows {

    private static final long HOUR_SECONDS = 3600;

    /**
     * By the primary key. The clock is read under the row's lock: a statement that waited over the hour's end takes from the new hour. The commit
     * waits for the disk, also where the server's default is not to: what was granted stays granted whatever crashes.
     */
    private static final String LEASE = """
            WITH durable AS MATERIALIZED (
                SELECT set_config('synchronous_commit',
                                  replace(current_setting('synchronous_commit'), 'off', 'on'),
                                  true))
            INSERT INTO quota_window AS w (subject, api_class, window_start, granted, last_grant)
            SELECT $1, $2, date_trunc('hour', clock_timestamp(), 'UTC'), first.units, first.units
            FROM durable, (SELECT quota_grant($3, 0, $4, $5, $6) AS units) AS first
            ON CONFLICT (subject, api_class) DO UPDATE
                SET (window_start, granted, last_grant) = (
                    SELECT greatest(hour.start, w.window_start), counted.units + grant_of.units, grant_of.units
                    FROM (SELECT date_trunc('hour', clock_timestamp(), 'UTC') AS start OFFSET 0) AS hour,
                         LATERAL (SELECT CASE WHEN hour.start > w.window_start THEN 0 ELSE w.granted END AS units) AS counted,
                         LATERAL (SELECT quota_grant($3, counted.units, $4, $5, $6) AS units) AS grant_of)
            RETURNING last_grant,
                      granted,
                      extract(epoch FROM window_start)::bigint + 3600 AS reset,
                      (extract(epoch FROM window_start + interval '1 hour' - clock_timestamp()) * 1000000)::bigint AS left_micros
            """;

    /**
     * By the primary key. That the commit does not wait for the disk can only cost the units: a crash of PostgreSQL leaves them granted. An
     * hour that has begun meanwhile knows nothing of them.
     */
    private static final String GIVE_BACK = """
            WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
            UPDATE quota_window SET granted = granted - $4
            FROM quick
            WHERE subject = $1 AND api_class = $2 AND window_start = $3 AND granted >= $4
            """;

    private final Database database;

    public QuotaWindows(Database database) {
        this.database = database;
    }

    /** Leases units of the running hour. */
    Uni<LeaseGrant> lease(QuotaSubject subject, LeaseAsk ask) {
        return Uni.createFrom().deferred(() -> {
            long sentNanos = System.nanoTime();
            return database.query(client -> client.preparedQuery(LEASE)
                            .execute(Tuple.tuple(List.of(
                                    subject.key(),
                                    subject.apiClass().word(),
                                    ask.limit(),
                                    (long) ask.waiting(),
                                    ask.ahead(),
                                    ask.kept()))))
                    .map(rows -> grant(rows.iterator().next(), sentNanos));
        });
    }

    /** Takes back units that are no longer held. They are one transaction, and come in one order, so that two replicas never wait for each other. */
    Uni<Void> giveBack(List<GivenBack> units) {
        if (units.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tuple> rows = units.stream()
                .sorted(Comparator.comparing(
                                (GivenBack given) -> given.subject().key())
                        .thenComparing(given -> given.subject().apiClass()))
                .map(QuotaWindows::row)
                .toList();
        return database.query(client -> client.preparedQuery(GIVE_BACK).executeBatch(rows))
                .replaceWithVoid();
    }

    private static Tuple row(GivenBack given) {
        return Tuple.of(
                given.subject().key(),
                given.subject().apiClass().word(),
                Instant.ofEpochSecond(given.resetEpochSeconds() - HOUR_SECONDS).atOffset(ZoneOffset.UTC),
                given.units());
    }

    private static LeaseGrant grant(Row row, long sentNanos) {
        return LeaseGrant.of(
                row.getLong("last_grant"),
                row.getLong("granted"),
                row.getLong("reset"),
                sentNanos,
                TimeUnit.MICROSECONDS.toNanos(row.getLong("left_micros")));
    }
}
