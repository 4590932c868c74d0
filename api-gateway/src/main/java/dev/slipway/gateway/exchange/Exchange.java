package dev.slipway.gateway.exchange;

import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.Dialects;
import dev.slipway.kit.error.SlipwayException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One request on its way through the gateway, with what is known about it from its first line on. */
public final class Exchange {

    /** Finds a request in the logs of every service that it went through; taken from the caller or made. */
    public static final String REQUEST_ID = "X-Request-Id";

    /** W3C trace context. */
    public static final String TRACEPARENT = "traceparent";

    private final RoutingContext context;
    private final Context thread = Vertx.currentContext();
    private final String method;
    private final @Nullable RequestTarget target;
    private final @Nullable SlipwayException unreadable;
    private final Dialect dialect;
    private final String requestId;
    private final String traceparent;

    private Exchange(RoutingContext context, String requestId, String traceparent) {
        this.context = context;
        this.method = context.request().method().name();
        RequestTarget parsed = null;
        SlipwayException failure = null;
        try {
            parsed = RequestTarget.parse(context.request().uri());
        } catch (SlipwayException e) {
            failure = e;
        }
        this.target = parsed;
        this.unreadable = failure;
        this.dialect = Dialects.ofPath(method, parsed == null ? pathAsItCame(context.request()) : parsed.path());
        this.requestId = requestId;
        this.traceparent = traceparent;
    }

    /** Takes a request over, and names it on its answer, whatever that will be. */
    public static Exchange begin(RoutingContext context) {
        HttpServerRequest request = context.request();
        Exchange exchange = new Exchange(
                context,
                RequestIds.requestId(request.getHeader(REQUEST_ID)),
                RequestIds.traceparent(request.getHeader(TRACEPARENT)));
        request.response().putHeader(REQUEST_ID, exchange.requestId).putHeader(TRACEPARENT, exchange.traceparent);
        return exchange;
    }

    public RoutingContext context() {
        return context;
    }

    /** Runs tasks on the request's own event loop: shared lookups answer on any thread, but a request is only ever touched on its own. */
    public Executor executor() {
        return task -> {
            if (Vertx.currentContext() == thread) {
                task.run();
            } else {
                thread.runOnContext(ignored -> task.run());
            }
        };
    }

    public HttpServerRequest request() {
        return context.request();
    }

    public HttpServerResponse response() {
        return context.response();
    }

    /** In upper case. */
    public String method() {
        return method;
    }

    /** In which failures are told; that of the path, also of a path that nobody serves. */
    public Dialect dialect() {
        return dialect;
    }

    public String requestId() {
        return requestId;
    }

    public String traceparent() {
        return traceparent;
    }

    /** The path that was asked for, without the query, as it came: for messages, not for decisions. */
    public String pathAsItCame() {
        return pathAsItCame(request());
    }

    /**
     * What is asked for.
     *
     * @throws SlipwayException (invalid) if the path has more than one reading
     */
    public RequestTarget target() {
        if (target == null) {
            throw unreadable == null ? SlipwayException.invalid("path", "cannot be read") : unreadable;
        }
        return target;
    }

    /** The address that the connection comes from. */
    public String clientAddress() {
        SocketAddress address = request().remoteAddress();
        String host = address == null ? null : address.hostAddress();
        return host == null ? "unknown" : host;
    }

    private static String pathAsItCame(HttpServerRequest request) {
        @Nullable String path = request.path();
        return path == null || path.isEmpty() ? "/" : path;
    }
}
