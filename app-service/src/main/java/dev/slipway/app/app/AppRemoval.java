package dev.slipway.app.app;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Deletes apps that do not run. */
@ApplicationScoped
public class AppRemoval {

    private final Database database;
    private final Apps apps;
    private final AppStore store;

    AppRemoval(Database database, Apps apps, AppStore store) {
        this.database = database;
        this.apps = apps;
        this.store = store;
    }

    /** @throws SlipwayException (conflict) while it runs or an action on it is in process */
    public Uni<App> delete(UUID appId) {
        return database.inTransaction(transaction -> store.lock(transaction, appId)
                .map(found -> found.orElseThrow(() -> SlipwayException.notFound("app")))
                .chain(locked ->
                        store.isBusy(transaction, appId).chain(busy -> delete(transaction, locked.app(), busy))));
    }

    private Uni<App> delete(Transaction transaction, App app, boolean busy) {
        if (busy) {
            throw SlipwayException.conflict("an action on this app is in process; wait for its end");
        }
        if (app.hasProcess()) {
            throw SlipwayException.conflict("this app is " + app.state() + "; stop it first");
        }
        return apps.delete(transaction, app).replaceWith(app);
    }
}
