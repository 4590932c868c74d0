package dev.slipway.gateway.quota;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.PostgresFailures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * How many gateways share PostgreSQL, by a row of each that a heartbeat keeps young, and by PostgreSQL's clock. The heartbeat also tells whether
 * PostgreSQL answers: while it does not, no call is made to wait for it.
 */
@ApplicationScoped
public class LiveReplicas {

    private static final Logger LOG = Logger.getLogger(LiveReplicas.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

    /** A whole scan of a table of a few rows. Five heartbeats may be missed. Nothing is lost with a row that is not yet on the disk. */
    private static final String BEAT = """
            WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
                 own AS (INSERT INTO gateway_replica (id, seen_at) SELECT $1, clock_timestamp() FROM quick
                         ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at),
                 gone AS (DELETE FROM gateway_replica WHERE id <> $1 AND seen_at < clock_timestamp() - interval '1 minute')
            SELECT count(*) AS others FROM gateway_replica
            WHERE id <> $1 AND seen_at > clock_timestamp() - interval '5 seconds'
            """;

    private static final String LEAVE = "DELETE FROM gateway_replica WHERE id = $1";

    private final Database database;
    private final UUID id = Ids.newId();
    private final AtomicBoolean beating = new AtomicBoolean();
    private volatile int count;
    private volatile boolean reachable = true;

    public LiveReplicas(Database database, MeterRegistry metrics) {
        this.database = database;
        Gauge.builder("slipway.gateway.replicas", this, LiveReplicas::count)
                .strongReference(true)
                .register(metrics);
    }

    /** With this one; 0 until the first heartbeat. */
    public int count() {
        return count;
    }

    /** Whether PostgreSQL answered when it was last asked. */
    public boolean isReachable() {
        return reachable;
    }

    /** Tells the others, and finds out how many they are. One at a time; never fails. */
    public Uni<Void> beat() {
        return Uni.createFrom().deferred(() -> {
            if (!beating.compareAndSet(false, true)) {
                return Uni.createFrom().voidItem();
            }
            return database.query(client -> client.preparedQuery(BEAT).execute(Tuple.of(id)))
                    .ifNoItem()
                    .after(ANSWER_LIMIT)
                    .fail()
                    .invoke(rows -> heard(rows.iterator().next().getLong("others")))
                    .onFailure()
                    .invoke(this::heardNothing)
                    .onTermination()
                    .invoke(() -> beating.set(false))
                    .replaceWithVoid()
                    .onFailure()
                    .recoverWithNull();
        });
    }

    /** Something else was not answered: nobody waits until a heartbeat, which is sent at once, has been. */
    public void suspect() {
        reachable = false;
        beat().subscribe().with(ignored -> {});
    }

    /** Leaves the others to share without this one. */
    public Uni<Void> leave() {
        return database.query(client -> client.preparedQuery(LEAVE).execute(Tuple.of(id)))
                .replaceWithVoid();
    }

    private void heard(long others) {
        count = (int) others + 1;
        if (!reachable) {
            LOG.info("PostgreSQL answers: calls are counted");
        }
        reachable = true;
    }

    private void heardNothing(Throwable failure) {
        if (reachable) {
            LOG.warnf(
                    "PostgreSQL does not answer: calls beyond what is leased cannot be counted: %s",
                    failure.toString());
        } else if (!PostgresFailures.isPassing(failure)) {
            LOG.error("The heartbeat fails, and not because PostgreSQL is away", failure);
        }
        reachable = false;
    }
}
