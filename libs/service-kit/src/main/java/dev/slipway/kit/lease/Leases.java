package dev.slipway.kit.lease;

import dev.slipway.kit.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * Named leases in the service's own schema. A lease ends by itself when its holder is gone or frozen, which an advisory lock would not;
 * the clock is PostgreSQL's.
 */
@ApplicationScoped
public class Leases {

    private static final String ACQUIRE = """
            INSERT INTO lease (name, holder, epoch, expires_at)
            VALUES ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond')
            ON CONFLICT (name) DO UPDATE
                SET holder = excluded.holder, epoch = lease.epoch + 1, expires_at = excluded.expires_at
                WHERE lease.expires_at < clock_timestamp()
            RETURNING epoch
            """;

    private static final String RENEW = """
            UPDATE lease SET expires_at = clock_timestamp() + $4 * interval '1 millisecond'
            WHERE name = $1 AND holder = $2 AND epoch = $3 AND expires_at >= clock_timestamp()
            """;

    private static final String RELEASE =
            "UPDATE lease SET expires_at = '-infinity' WHERE name = $1 AND holder = $2 AND epoch = $3";

    private final Database database;

    public Leases(Database database) {
        this.database = database;
    }

    /** The lease with a new epoch, or nothing while another holds it. */
    public Uni<Optional<Lease>> acquire(String name, String holder, Duration length) {
        return database.query(client -> acquire(client, name, holder, length));
    }

    /** The lease for another {@code length}, or nothing if it has been lost; it is never given back then. */
    public Uni<Optional<Lease>> renew(Lease lease, Duration length) {
        return database.query(client -> renew(client, lease, length));
    }

    /** Gives the lease up, so that another need not wait for its end. */
    public Uni<Void> release(Lease lease) {
        return database.query(client -> release(client, lease));
    }

    public static Uni<Optional<Lease>> acquire(SqlClient client, String name, String holder, Duration length) {
        long deadline = System.nanoTime() + length.toNanos();
        return client.preparedQuery(ACQUIRE)
                .execute(Tuple.of(name, holder, length.toMillis()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Lease(name, holder, rows.iterator().next().getLong("epoch"), deadline)));
    }

    public static Uni<Optional<Lease>> renew(SqlClient client, Lease lease, Duration length) {
        long deadline = System.nanoTime() + length.toNanos();
        return client.preparedQuery(RENEW)
                .execute(Tuple.of(lease.name(), lease.holder(), lease.epoch(), length.toMillis()))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(new Lease(lease.name(), lease.holder(), lease.epoch(), deadline)));
    }

    public static Uni<Void> release(SqlClient client, Lease lease) {
        return client.preparedQuery(RELEASE)
                .execute(Tuple.of(lease.name(), lease.holder(), lease.epoch()))
                .replaceWithVoid();
    }
}
