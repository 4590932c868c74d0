package dev.slipway.gateway.credential;

import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.SchemaNotifications;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * Hears of credentials and principals that were changed by any replica, or by hand: PostgreSQL tells it with the commit. Since a broken connection
 * tells nothing, this replica sends itself a signal several times a second: while it does not come back, nobody's word from before is good.
 */
@ApplicationScoped
public class RevocationWatch {

    private static final Logger LOG = Logger.getLogger(RevocationWatch.class);
    private static final String CHANGED = "credential_changed";
    private static final String HEARTBEAT = "heartbeat";

    /** Three of them fit into {@link #SILENCE}, which with one lookup stays under the second that is promised. */
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private static final Duration SILENCE = Duration.ofMillis(800);

    private final Vertx vertx;
    private final SchemaNotifications notifications;
    private final String replica = Ids.newId().toString();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile long heardNanos = System.nanoTime() - SILENCE.toNanos();
    private long timer = -1;

    public RevocationWatch(Vertx vertx, SchemaNotifications notifications) {
        this.vertx = vertx;
        this.notifications = notifications;
    }

    void start(@Observes @Priority(10) StartupEvent event) {
        notifications.listen(CHANGED, this::changed);
        notifications.listen(HEARTBEAT, this::beat);
        notifications.onReconnect(() -> listeners.forEach(Listener::everythingChanged));
        timer = vertx.setPeriodic(INTERVAL.toMillis(), ignored -> notifications.notify(HEARTBEAT, replica));
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    public void add(Listener listener) {
        listeners.add(listener);
    }

    /** Whether a change made now would be heard of within a second. */
    public boolean isLive() {
        return System.nanoTime() - heardNanos < SILENCE.toNanos();
    }

    private void beat(String from) {
        if (from.equals(replica)) {
            heardNanos = System.nanoTime();
        }
    }

    private void changed(String what) {
        int space = what.indexOf(' ');
        String name = what.substring(space + 1);
        switch (space < 0 ? "" : what.substring(0, space)) {
            case "credential" -> listeners.forEach(listener -> listener.credentialChanged(name));
            case "principal" -> listeners.forEach(listener -> listener.principalChanged(name));
            default -> LOG.warnf("Not a change of a credential: %s", what);
        }
    }

    /** Called on the notification connection's event loop: quickly. */
    public interface Listener {

        void credentialChanged(String credentialId);

        void principalChanged(String login);

        /** Changes may have been missed. */
        void everythingChanged();
    }
}
