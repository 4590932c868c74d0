package dev.slipway.app.app;

import dev.slipway.events.AppStateChanged;
import dev.slipway.kit.db.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes changes of apps, each a compare-and-set on the version.
 *
 * <p>Whoever changes an app or one of its actions locks the app's row first ({@link #lock}): that is what keeps its events in the order of its versions.
 */
@ApplicationScoped
public class AppStore {

    /** By the primary key. */
    private static final String LOCK = "SELECT " + AppRows.COLUMNS
            + ", clock_timestamp() AS now FROM app WHERE id = $1 AND deleted_at IS NULL FOR UPDATE";

    /** By {@code app_action_running}. A statement of its own, so that it sees what was committed while the lock was waited for. */
    private static final String BUSY =
            "SELECT EXISTS (SELECT FROM app_action WHERE app_id = $1 AND status = 'RUNNING')";

    /** By the primary key. */
    private static final String UPDATE = """
            UPDATE app SET version = $3, state = $4, reason = $5, node = $6, run_id = $7, changed_at = $8, operated_at = $9
            WHERE id = $1 AND version = $2 AND deleted_at IS NULL
            """;

    /**
     * An app whose row is locked in the present transaction.
     *
     * @param now the database's time; never before the app's last change
     */
    public record Locked(App app, Instant now) {}

    public Uni<Optional<Locked>> lock(Transaction transaction, UUID appId) {
        return transaction
                .connection()
                .preparedQuery(LOCK)
                .execute(Tuple.of(appId))
                .map(rows -> rows.stream().findFirst().map(AppStore::locked));
    }

    /** Whether an action on the app, whose row is locked, is in process. */
    public Uni<Boolean> isBusy(Transaction transaction, UUID appId) {
        return transaction
                .connection()
                .preparedQuery(BUSY)
                .execute(Tuple.of(appId))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Writes a transition and tells of it. */
    public Uni<App> move(Transaction transaction, App before, App after) {
        return save(transaction, before, after)
                .chain(() -> transaction.publish(new AppStateChanged(before.state(), after.snapshot())))
                .replaceWith(after);
    }

    /** Writes what is told by another event. */
    public Uni<App> save(Transaction transaction, App before, App after) {
        return transaction
                .connection()
                .preparedQuery(UPDATE)
                .execute(Tuple.tuple()
                        .addValue(before.id())
                        .addValue(before.version())
                        .addValue(after.version())
                        .addValue(after.state().name())
                        .addValue(after.reason())
                        .addValue(after.node())
                        .addValue(after.runId())
                        .addValue(AppRows.time(after.changedAt()))
                        .addValue(AppRows.time(after.operatedAt())))
                .map(rows -> {
                    if (rows.rowCount() != 1) {
                        throw new IllegalStateException(
                                "app " + before.id() + " has left version " + before.version() + " without its lock");
                    }
                    return after;
                });
    }

    private static Locked locked(Row row) {
        App app = AppRows.app(row);
        Instant now = AppRows.instant(row, "now");
        // The clock may have been read before the wait for the lock.
        return new Locked(app, now.isBefore(app.changedAt()) ? app.changedAt() : now);
    }
}
