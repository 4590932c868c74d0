package dev.slipway.gateway.audit;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a flood of refused calls from filling the disk. The first of a kind in a minute is recorded at once; how often it was repeated is
 * recorded once, at the minute's end. Kinds beyond {@code slipway.gateway.audit.refusals-per-minute} are counted together. So a minute adds at most twice
 * that many lines and one, whatever is sent.
 */
@ApplicationScoped
public class RepeatedRefusals {

    private static final long MINUTE_MILLIS = 60_000;

    private final Vertx vertx;
    private final AuditLog log;
    private final int maxKinds;
    private final Map<Kind, Repeats> kinds = new LinkedHashMap<>();
    private Repeats others = new Repeats();
    private volatile long timer = -1;

    public RepeatedRefusals(
            Vertx vertx,
            AuditLog log,
            @ConfigProperty(name = "slipway.gateway.audit.refusals-per-minute", defaultValue = "100") int maxKinds) {
        this.vertx = vertx;
        this.log = log;
        this.maxKinds = maxKinds;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(MINUTE_MILLIS, ignored -> endMinute());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** Takes a call that was refused. Calls come from every event loop, and are few: whoever floods is over its quota. */
    synchronized void record(AuditEvent event) {
        Kind kind = Kind.of(event);
        Repeats known = kinds.get(kind);
        if (known != null) {
            known.add(event);
        } else if (kinds.size() < maxKinds) {
            kinds.put(kind, new Repeats());
            log.record(event);
        } else {
            others.add(event);
        }
    }

    /** Records what was counted, and begins to count anew. */
    public synchronized void endMinute() {
        kinds.values().forEach(repeats -> {
            AuditEvent last = repeats.last;
            if (last != null) {
                log.record(last.repeated(repeats.times));
            }
        });
        AuditEvent last = others.last;
        if (last != null) {
            log.record(last.amongOthers(others.times));
        }
        kinds.clear();
        others = new Repeats();
    }

    /** What makes two refusals the same: who, from where, what for, and how it was refused; not the object. */
    private record Kind(
            String principal,
            @Nullable String credentialId,
            String address,
            String dialect,
            String method,
            @Nullable String route,
            @Nullable Integer status,
            AuditOutcome outcome) {

        static Kind of(AuditEvent event) {
            return new Kind(
                    event.principal(),
                    event.credentialId(),
                    event.address(),
                    event.dialect(),
                    event.method(),
                    event.route(),
                    event.status(),
                    event.outcome());
        }
    }

    private static final class Repeats {
        private long times;
        private @Nullable AuditEvent last;

        void add(AuditEvent event) {
            times++;
            last = event;
        }
    }
}
