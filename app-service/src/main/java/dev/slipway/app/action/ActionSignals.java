package dev.slipway.app.action;

import dev.slipway.kit.db.SchemaNotifications;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells the workers, here and in other replicas, that there is something to claim. A lost signal costs a poll. */
@ApplicationScoped
class ActionSignals {

    private static final String CHANNEL = "actions";

    private final SchemaNotifications notifications;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    ActionSignals(SchemaNotifications notifications) {
        this.notifications = notifications;
    }

    void listen(Runnable listener) {
        listeners.add(listener);
        notifications.listen(CHANNEL, ignored -> listener.run());
    }

    void offered() {
        listeners.forEach(Runnable::run);
        // The app may run on another replica's node.
        notifications.notifyCoalesced(CHANNEL);
    }
}
