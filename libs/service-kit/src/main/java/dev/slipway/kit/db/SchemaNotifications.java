package dev.slipway.kit.db;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Signals between the replicas of one service by {@code LISTEN}/{@code NOTIFY}, on a connection of its own that is made again when it breaks. Signals may
 * be lost while it is: they only ever save a poll.
 */
@ApplicationScoped
public class SchemaNotifications {

    private static final Logger LOG = Logger.getLogger(SchemaNotifications.class);
    private static final long COALESCE_MILLIS = 10;
    private static final long LONGEST_RECONNECT_MILLIS = 2000;

    private final Vertx vertx;
    private final Pool pool;
    private final String schema;
    private final PgConnectOptions options;
    private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
    private final List<Runnable> reconnected = new CopyOnWriteArrayList<>();
    private final Set<String> pending = ConcurrentHashMap.newKeySet();
    private @Nullable PgSubscriber subscriber;

    public SchemaNotifications(
            Vertx vertx,
            Pool pool,
            @ConfigProperty(name = "slipway.schema") String schema,
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        this.vertx = vertx;
        this.pool = pool;
        this.schema = schema;
        this.options = PgConnectOptions.fromUri(url).setUser(user).setPassword(password.orElse(""));
    }

    /** Calls {@code listener} with the payload of each notification of this schema's channel. */
    public void listen(String channel, Consumer<String> listener) {
        listeners.computeIfAbsent(channel, this::subscribe).add(listener);
    }

    /** Calls {@code listener} whenever the connection stands again after having been lost: signals may have been missed. */
    public void onReconnect(Runnable listener) {
        reconnected.add(listener);
    }

    /** Notifies the other replicas at once, outside of any transaction (inside, it would serialise commits). */
    public void notify(String channel, String payload) {
        pool.preparedQuery("SELECT pg_notify($1, $2)")
                .execute(Tuple.of(fullName(channel), payload))
                .subscribe()
                .with(
                        ignored -> {},
                        failure -> LOG.debugf("Notification on %s not sent: %s", channel, failure.toString()));
    }

    /** Notifies without payload, at most once in ten milliseconds. */
    public void notifyCoalesced(String channel) {
        if (pending.add(channel)) {
            vertx.setTimer(COALESCE_MILLIS, ignored -> {
                pending.remove(channel);
                notify(channel, "");
            });
        }
    }

    // Before the beans that listen start to rely on it.
    void start(@Observes @Priority(1) StartupEvent event) {
        PgSubscriber made = PgSubscriber.subscriber(vertx, options);
        made.reconnectPolicy(attempt -> Math.min(LONGEST_RECONNECT_MILLIS, 100L << Math.min(attempt, 5)));
        made.closeHandler(ignored -> LOG.debug("The notification connection is closed"));
        subscriber = made;
        listeners.keySet().forEach(channel -> handle(made, channel));
        made.connect().onFailure(failure -> LOG.warnf("No notifications yet: %s", failure.toString()));
    }

    void stop(@Observes ShutdownEvent event) {
        PgSubscriber current = subscriber;
        if (current != null) {
            current.close();
        }
    }

    private List<Consumer<String>> subscribe(String channel) {
        PgSubscriber current = subscriber;
        if (current != null) {
            handle(current, channel);
        }
        return new CopyOnWriteArrayList<>();
    }

    private void handle(PgSubscriber target, String channel) {
        target.channel(fullName(channel))
                .subscribeHandler(ignored -> reconnected.forEach(Runnable::run))
                .handler(payload ->
                        listeners.getOrDefault(channel, List.of()).forEach(listener -> listener.accept(payload)));
    }

    private String fullName(String channel) {
        return "slipway_" + schema + "_" + channel;
    }
}
