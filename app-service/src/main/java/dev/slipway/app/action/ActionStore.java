package dev.slipway.app.action;

import dev.slipway.app.app.App;
import dev.slipway.app.app.AppStore;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads actions that are to be changed, with their apps locked, and writes their ends. */
@ApplicationScoped
class ActionStore {

    /** By the primary key. */
    private static final String HELD = "SELECT " + ActionRows.COLUMNS
            + " FROM app_action WHERE id = $1 AND lease_holder = $2 AND lease_epoch = $3 AND status = 'RUNNING' FOR UPDATE";

    /** By {@code app_action_running}. */
    private static final String RUNNING_OF_APP =
            "SELECT " + ActionRows.COLUMNS + " FROM app_action WHERE app_id = $1 AND status = 'RUNNING' FOR UPDATE";

    /** By {@code app_action_running}. */
    private static final String OVERDUE =
            "SELECT app_id FROM app_action WHERE status = 'RUNNING' AND deadline_at < clock_timestamp() LIMIT $1";

    /** By the primary key. */
    private static final String FINISH = """
            UPDATE app_action SET status = $2, error = $3, finished_at = $4, lease_expires_at = NULL
            WHERE id = $1 AND status = 'RUNNING'
            """;

    private final Database database;
    private final AppStore apps;
    private final MeterRegistry metrics;

    ActionStore(Database database, AppStore apps, MeterRegistry metrics) {
        this.database = database;
        this.apps = apps;
        this.metrics = metrics;
    }

    /** An action in process and its app, both locked in the present transaction. */
    record Held(Action action, AppStore.Locked locked) {

        App app() {
            return locked.app();
        }
    }

    /** @throws LeaseLostException if the worker may not change it any more */
    Uni<Held> lock(Transaction transaction, ActionClaim claim) {
        return lock(transaction, claim.appId(), HELD, Tuple.of(claim.actionId(), claim.holder(), claim.epoch()))
                .map(held -> held.orElseThrow(() -> new LeaseLostException(claim)));
    }

    /** Whatever action is in process on an app, in whoever's hands. */
    Uni<Optional<Held>> lockRunning(Transaction transaction, UUID appId) {
        return lock(transaction, appId, RUNNING_OF_APP, Tuple.of(appId));
    }

    /** The apps whose actions are past their deadlines. */
    Uni<List<UUID>> overdue(int limit) {
        return database.query(client -> client.preparedQuery(OVERDUE)
                .execute(Tuple.of(limit))
                .map(rows -> rows.stream().map(row -> row.getUUID("app_id")).toList()));
    }

    /** Writes an action's end and tells of it; the app is told with it, one version later. */
    Uni<App> finish(Transaction transaction, Action ended, App app) {
        App told = app.told();
        transaction.afterCommit(() -> count(ended));
        return apps.save(transaction, app, told)
                .chain(() -> transaction
                        .connection()
                        .preparedQuery(FINISH)
                        .execute(Tuple.tuple()
                                .addValue(ended.id())
                                .addValue(ended.status().name())
                                .addValue(ended.error())
                                .addValue(
                                        ended.finishedAt() == null
                                                ? null
                                                : ended.finishedAt().atOffset(ZoneOffset.UTC))))
                .chain(() -> transaction.publish(ended.event(told)))
                .replaceWith(told);
    }

    private void count(Action ended) {
        metrics.counter(
                        "slipway.app.actions.finished",
                        "kind",
                        ended.kind().word(),
                        "status",
                        ended.status().name())
                .increment();
    }

    /** The app first, always: that order is what keeps two transactions from waiting for each other. */
    private Uni<Optional<Held>> lock(Transaction transaction, UUID appId, String sql, Tuple parameters) {
        return apps.lock(transaction, appId)
                .chain(locked -> transaction
                        .connection()
                        .preparedQuery(sql)
                        .execute(parameters)
                        .map(rows ->
                                ActionRows.first(rows).flatMap(action -> locked.map(app -> new Held(action, app)))));
    }
}
