package dev.slipway.kit.log;

import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.Dialects;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Says in every log line that a request causes which request it was, who made it, and in which dialect. The keys are kept on the request's own (duplicated)
 * Vert.x context, so that they follow it through callbacks and to worker threads, and end with it.
 */
@ApplicationScoped
public class RequestLog {

    /** The gateway names every request, and takes a caller's plausible name over. */
    public static final String HEADER = "X-Request-Id";

    /** What can stand in a log line without being taken for something else. */
    private static final Pattern PLAUSIBLE_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    /** {@link dev.slipway.kit.identity.IdentityFilter} stands at 1000, and knows who asks. */
    private static final int AFTER_IDENTITY = 900;

    void register(@Observes Filters filters) {
        filters.register(this::name, AFTER_IDENTITY);
    }

    private void name(RoutingContext context) {
        HttpServerRequest request = context.request();
        MDC.put(LogKeys.REQUEST_ID, requestId(request.getHeader(HEADER)));
        Principal principal = Caller.find(context);
        if (principal != null) {
            MDC.put(LogKeys.PRINCIPAL, principal.name());
        }
        Dialect dialect = Dialects.ofPath(request.method().name(), context.normalizedPath());
        MDC.put(LogKeys.DIALECT, dialect.name());
        context.next();
    }

    private static String requestId(@Nullable String sent) {
        return sent != null && PLAUSIBLE_ID.matcher(sent).matches()
                ? sent
                : Ids.newId().toString();
    }
}
