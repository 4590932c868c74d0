package dev.slipway.gateway.quota;

import dev.slipway.kit.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** The counters, in PostgreSQL and by its clock: shared by all replicas, and remembered over restarts. */
@ApplicationScoped
public class QuotaWindows {

    /**
     * By the primary key. A statement that began before the hour's end and waited for the row counts in the newer window that it finds. The
     * commit does not wait for the disk: a crash of PostgreSQL may forget the calls of its last moments, and nothing else.
     */
    private static final String TAKE = """
            WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
            INSERT INTO quota_window AS w (subject, api_class, window_start, used)
            SELECT $1, $2, date_trunc('hour', clock_timestamp(), 'UTC'), $3 FROM quick
            ON CONFLICT (subject, api_class) DO UPDATE
                SET used = CASE WHEN excluded.window_start > w.window_start THEN excluded.used ELSE w.used + excluded.used END,
                    window_start = greatest(w.window_start, excluded.window_start)
            RETURNING used,
                      extract(epoch FROM window_start)::bigint + 3600 AS reset,
                      extract(epoch FROM clock_timestamp())::bigint AS now
            """;

    /** A whole scan of a small table, now and then. */
    private static final String SWEEP =
            "DELETE FROM quota_window WHERE window_start < clock_timestamp() - interval '2 hours'";

    private final Database database;

    public QuotaWindows(Database database) {
        this.database = database;
    }

    /** Counts {@code units} calls in one statement, and tells how many the hour has then had. */
    public Uni<Window> take(QuotaSubject subject, int units) {
        return database.query(client -> client.preparedQuery(TAKE)
                        .execute(Tuple.of(subject.key(), subject.apiClass().word(), (long) units)))
                .map(rows -> window(rows.iterator().next()));
    }

    /** Forgets hours that are over. */
    public Uni<Integer> sweep() {
        return database.query(client -> client.query(SWEEP).execute()).map(rows -> rows.rowCount());
    }

    private static Window window(Row row) {
        return new Window(row.getLong("used"), row.getLong("reset"), row.getLong("now"));
    }

    /**
     * An hour as it stands.
     *
     * @param used calls in it so far, refused ones too
     * @param resetEpochSeconds its end
     * @param nowEpochSeconds PostgreSQL's clock
     */
    public record Window(long used, long resetEpochSeconds, long nowEpochSeconds) {}
}
