package dev.slipway.gateway.audit;

import dev.slipway.dialects.ApiClass;
import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.dialects.Route;
import dev.slipway.dialects.RouteMatch;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.proxy.Upstreams;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.idempotency.Answer;
import dev.slipway.kit.identity.Slug;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.MultiMap;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides, when a call has been answered, whether it is recorded: every call of a class that changes something, with what became of it,
 * and every refusal of who was not known, not allowed, or over its quota. Costs a successful read one comparison.
 */
@ApplicationScoped
public class AuditTrail {

    private static final Logger LOG = Logger.getLogger(AuditTrail.class);
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(5);
    private static final int MAX_OBJECTS = 8;
    private static final int MAX_OBJECT_CHARACTERS = 256;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final AuditLog log;
    private final RepeatedRefusals refusals;
    private final AuditAction actions = new AuditAction();

    public AuditTrail(AuditLog log, RepeatedRefusals refusals) {
        this.log = log;
        this.refusals = refusals;
    }

    /** The last answers have ended by now, and PostgreSQL can still be asked. */
    void stop(@Observes ShutdownEvent event) {
        refusals.endMinute();
        try {
            log.flushed().await().atMost(FLUSH_LIMIT);
        } catch (TimeoutException e) {
            LOG.errorf("Audit lines are lost: PostgreSQL did not take them within %s of the end", FLUSH_LIMIT);
        }
    }

    /** Watches a call until its answer has ended. The caller tells what it finds out about it. */
    public AuditedCall watch(Exchange exchange, RouteMatch match) {
        AuditedCall call = new AuditedCall();
        Route route = match instanceof RouteMatch.Found found ? found.route() : null;
        if (route != null && route.service().equals(Upstreams.GATEWAY)) {
            call.keepIn(exchange.context());
            exchange.context().addHeadersEndHandler(written -> takeObject(exchange));
        }
        exchange.onOver(ended -> ended(exchange, route, call, ended.failed()));
        return call;
    }

    /** Of a service's answer the door itself takes it. */
    private static void takeObject(Exchange exchange) {
        MultiMap headers = exchange.response().headers();
        exchange.answeredAbout(headers.get(Answer.OBJECT_HEADER));
        headers.remove(Answer.OBJECT_HEADER);
    }

    private void ended(Exchange exchange, @Nullable Route route, AuditedCall call, boolean broken) {
        int status = exchange.response().getStatusCode();
        ErrorCode refusal = exchange.refusal();
        AuditOutcome outcome = broken ? AuditOutcome.BROKEN : AuditOutcome.of(status, refusal);
        boolean changes = route != null && changes(route.apiClass());
        // Nothing was changed by these, and they come from anybody: what is refused over and over is counted.
        boolean refused = !call.isAdmitted() || (call.isAnonymous() && outcome == AuditOutcome.REJECTED);
        if (outcome == AuditOutcome.DENIED || (changes && refused)) {
            refusals.record(event(exchange, route, call, outcome));
        } else if (changes) {
            log.record(event(exchange, route, call, outcome));
        }
    }

    private static boolean changes(ApiClass apiClass) {
        return switch (apiClass) {
            case WRITE, BUILD, DEPLOY -> true;
            case READ, LOG -> false;
        };
    }

    private AuditEvent event(Exchange exchange, @Nullable Route route, AuditedCall call, AuditOutcome outcome) {
        Map<String, String> variables =
                route == null ? Map.of() : route.valuesIn(exchange.target().path());
        return new AuditEvent(
                Ids.newId(),
                Instant.now(),
                exchange.requestId(),
                call.principal(),
                call.credentialId(),
                exchange.dialect().word(),
                METHODS.contains(exchange.method()) ? exchange.method() : AuditEvent.VARIOUS,
                route == null ? null : route.pattern(),
                route == null ? AuditAction.NONE : actions.of(route),
                objects(variables, exchange.answeredAbout()),
                tenant(exchange.dialect(), variables, call),
                exchange.clientAddress(),
                exchange.response().headWritten() ? exchange.response().getStatusCode() : null,
                outcome,
                1,
                call.durationMillis());
    }

    /** What was made is one of them, too. */
    private static List<String> objects(Map<String, String> variables, @Nullable String made) {
        return Stream.concat(variables.values().stream(), Stream.ofNullable(made))
                .distinct()
                .limit(MAX_OBJECTS)
                .map(value -> value.substring(0, Math.min(value.length(), MAX_OBJECT_CHARACTERS)))
                .toList();
    }

    /** Where a path names the owner, it is the tenant; else whoever belongs to one tenant acts in it. */
    private static @Nullable String tenant(Dialect dialect, Map<String, String> variables, AuditedCall call) {
        String owner = variables.get("owner");
        if (owner == null && dialect == Dialect.OCI && variables.containsKey("name")) {
            String name = variables.getOrDefault("name", "");
            int slash = name.indexOf('/');
            owner = slash < 0 ? name : name.substring(0, slash);
        }
        return owner != null && Slug.isSlug(owner) ? owner : call.onlyTenant();
    }
}
