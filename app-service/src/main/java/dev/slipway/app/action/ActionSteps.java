package dev.slipway.app.action;

import dev.slipway.app.app.App;
import dev.slipway.app.app.AppStateMachine;
import dev.slipway.app.app.AppStore;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * The transactions of a worker, one for each step of an action; all are refused once the lease is lost. Blocking: for worker threads.
 *
 * <p>The last step of an action also ends it, in the same transaction: an action that is claimed again has at most done what the app's state shows.
 */
@ApplicationScoped
class ActionSteps {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Database database;
    private final AppStore apps;
    private final ActionStore actions;

    ActionSteps(Database database, AppStore apps, ActionStore actions) {
        this.database = database;
        this.apps = apps;
        this.actions = actions;
    }

    /** @return the app in STOPPING, STOPPED or FAILED: only in the first is there something to stop */
    App beginStop(ActionClaim claim) {
        return inTransaction(claim, (transaction, held) -> switch (held.app().state()) {
            case RUNNING, STARTING ->
                apps.move(
                        transaction,
                        held.app(),
                        AppStateMachine.onStopBegun(held.app(), held.locked().now()));
            case STOPPING, STOPPED, FAILED -> unchanged(held);
        });
    }

    /** Nothing of it runs: from STOPPING or FAILED to STOPPED. */
    App stopped(ActionClaim claim) {
        return inTransaction(claim, this::moveToStopped);
    }

    /** As {@link #stopped}, and the action has done what was asked. */
    void stoppedAndSucceeded(ActionClaim claim) {
        inTransaction(
                claim,
                (transaction, held) -> moveToStopped(transaction, held)
                        .chain(app -> actions.finish(
                                transaction,
                                held.action().onSucceeded(held.locked().now()),
                                app)));
    }

    /** @return the app in STARTING, by this action or by one before it that was cut off; in RUNNING, if it runs already */
    App beginStart(ActionClaim claim, UUID node) {
        return inTransaction(claim, (transaction, held) -> switch (held.app().state()) {
            case STOPPED, FAILED ->
                apps.move(
                        transaction,
                        held.app(),
                        AppStateMachine.onStartBegun(
                                held.app(), node, Ids.newId(), held.locked().now()));
            case STARTING, RUNNING, STOPPING -> unchanged(held);
        });
    }

    /** Another run instead of one that was cut off before it ran. */
    App anotherRun(ActionClaim claim) {
        return inTransaction(
                claim,
                (transaction, held) ->
                        apps.save(transaction, held.app(), held.app().onAnotherRun(Ids.newId())));
    }

    void startedAndSucceeded(ActionClaim claim) {
        inTransaction(
                claim,
                (transaction, held) -> apps.move(
                                transaction,
                                held.app(),
                                AppStateMachine.onStarted(
                                        held.app(), held.locked().now()))
                        .chain(app -> actions.finish(
                                transaction,
                                held.action().onSucceeded(held.locked().now()),
                                app)));
    }

    void startFailed(ActionClaim claim, String reason) {
        inTransaction(
                claim,
                (transaction, held) -> apps.move(
                                transaction,
                                held.app(),
                                AppStateMachine.onStartFailed(
                                        held.app(), reason, held.locked().now()))
                        .chain(app -> actions.finish(
                                transaction,
                                held.action().onFailed(reason, held.locked().now()),
                                app)));
    }

    /** There was nothing to do. */
    void succeeded(ActionClaim claim) {
        inTransaction(
                claim,
                (transaction, held) -> actions.finish(
                        transaction, held.action().onSucceeded(held.locked().now()), held.app()));
    }

    /** The app stays as it is; its keeper finds out what is true. */
    void failed(ActionClaim claim, String error) {
        inTransaction(
                claim,
                (transaction, held) -> actions.finish(
                        transaction, held.action().onFailed(error, held.locked().now()), held.app()));
    }

    private Uni<App> moveToStopped(Transaction transaction, ActionStore.Held held) {
        return switch (held.app().state()) {
            case STOPPING, FAILED ->
                apps.move(
                        transaction,
                        held.app(),
                        AppStateMachine.onStopped(held.app(), held.locked().now()));
            case STOPPED, STARTING, RUNNING -> unchanged(held);
        };
    }

    private static Uni<App> unchanged(ActionStore.Held held) {
        return Uni.createFrom().item(held.app());
    }

    private App inTransaction(ActionClaim claim, BiFunction<Transaction, ActionStore.Held, Uni<App>> step) {
        return database.inTransaction(transaction -> actions.lock(transaction, claim)
                        .chain(held ->
                                step.apply(transaction.inTrace(held.action().traceparent()), held)))
                .await()
                .atMost(PATIENCE);
    }
}
