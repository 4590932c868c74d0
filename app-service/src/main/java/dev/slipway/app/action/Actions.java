package dev.slipway.app.action;

import dev.slipway.app.app.App;
import dev.slipway.app.app.AppStore;
import dev.slipway.events.ActionStatus;
import dev.slipway.events.AppActionRequested;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** The actions that there are, and the asking for new ones. */
@ApplicationScoped
public class Actions {

    /** By the primary key. */
    private static final String FIND =
            "SELECT " + ActionRows.COLUMNS + " FROM app_action WHERE id = $1 AND app_id = $2";

    private static final String INSERT = """
            INSERT INTO app_action (id, app_id, kind, status, requested_by, traceparent, started_at, deadline_at)
            VALUES ($1, $2, $3, 'RUNNING', $4, $5, $6, $7)
            """;

    /** By the primary key. */
    private static final String OFFER =
            "UPDATE app_action SET offered_at = clock_timestamp() WHERE id = $1 AND status = 'RUNNING' AND offered_at IS NULL";

    private final Database database;
    private final AppStore store;
    private final ActionSettings settings;
    private final ActionSignals signals;

    Actions(Database database, AppStore store, ActionSettings settings, ActionSignals signals) {
        this.database = database;
        this.store = store;
        this.settings = settings;
        this.signals = signals;
    }

    /**
     * Accepts an action, which will be carried out later. The caller has been found allowed to operate the app.
     *
     * @throws SlipwayException (conflict) while another action on the app is in process
     */
    public Uni<Action> request(Transaction transaction, Principal principal, UUID appId, ActionKind kind) {
        return store.lock(transaction, appId)
                .map(found -> found.orElseThrow(() -> SlipwayException.notFound("app")))
                .chain(locked -> store.isBusy(transaction, appId)
                        .invoke(Actions::refuseASecond)
                        .chain(() -> begin(transaction, principal, locked, kind)));
    }

    public Uni<Optional<Action>> find(App app, UUID actionId) {
        return database.query(client ->
                client.preparedQuery(FIND).execute(Tuple.of(actionId, app.id())).map(ActionRows::first));
    }

    /** Its command has come back: from now on it may be claimed. */
    Uni<Void> offer(Transaction transaction, UUID actionId) {
        transaction.afterCommit(signals::offered);
        return transaction
                .connection()
                .preparedQuery(OFFER)
                .execute(Tuple.of(actionId))
                .replaceWithVoid();
    }

    private static void refuseASecond(boolean busy) {
        if (busy) {
            throw SlipwayException.conflict("another action on this app is in process; wait for its end");
        }
    }

    private Uni<Action> begin(Transaction transaction, Principal principal, AppStore.Locked locked, ActionKind kind) {
        Instant now = locked.now();
        App after = locked.app().operated(now);
        Action action = new Action(
                Ids.newId(),
                after.id(),
                kind,
                ActionStatus.RUNNING,
                null,
                principal.name(),
                transaction.traceparent(),
                now,
                now.plus(settings.timeLimit()),
                null);
        return store.save(transaction, locked.app(), after)
                .chain(() -> insert(transaction, action))
                .chain(() -> transaction.publish(action.event(after), new AppActionRequested(after.id(), action.id())))
                .replaceWith(action);
    }

    private static Uni<Void> insert(Transaction transaction, Action action) {
        return transaction
                .connection()
                .preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addValue(action.id())
                        .addValue(action.appId())
                        .addValue(action.kind().name())
                        .addValue(action.requestedBy())
                        .addValue(action.traceparent())
                        .addValue(action.startedAt().atOffset(ZoneOffset.UTC))
                        .addValue(action.deadlineAt().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
