package dev.slipway.gateway.exchange;

import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.Dialects;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One request on its way through the gateway, with what is known about it from its first line on. */
public final class Exchange {

    /** Finds a request in the logs of every service that it went through; taken from the caller or made. */
    public static final String REQUEST_ID = "X-Request-Id";

    /** W3C trace context. */
    public static final String TRACEPARENT = "traceparent";

    private static final String KEY = Exchange.class.getName();
    private static final String ACCESS_TOKEN = "access_token";

    private final RoutingContext context;
    private final Context thread = Vertx.currentContext();
    private final String method;
    private final @Nullable RequestTarget target;
    private final @Nullable SlipwayException unreadable;
    private final Dialect dialect;
    private final String requestId;
    private final String traceparent;
    private @Nullable Buffer wholeBody;
    private @Nullable ErrorCode refusal;
    private @Nullable String answeredAbout;

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
        context.put(KEY, exchange);
        request.response().putHeader(REQUEST_ID, exchange.requestId).putHeader(TRACEPARENT, exchange.traceparent);
        return exchange;
    }

    /** The exchange that a request of the gateway's own API belongs to. */
    public static Exchange of(RoutingContext context) {
        return context.get(KEY);
    }

    public RoutingContext context() {
        return context;
    }

    /** The values of the query's {@code access_token}, decoded: a credential in one dialect, and not passed on in any. */
    public List<String> accessTokens() {
        String query = request().query();
        return query == null || query.isEmpty() ? List.of() : request().params().getAll(ACCESS_TOKEN);
    }

    /**
     * Reads the request's body to its end and keeps it, for what cannot be decided without it; {@link #heldBody()} has it then.
     *
     * @return fails as too large beyond the bound
     */
    public Uni<Buffer> wholeBody(int maxBytes) {
        return Uni.createFrom().emitter(emitter -> {
            Buffer collected = Buffer.buffer();
            SlipwayException tooLarge =
                    SlipwayException.tooLarge("a signed body may have " + maxBytes + " bytes at most");
            request().handler(part -> {
                if (collected.length() + part.length() > maxBytes) {
                    request().pause().handler(null);
                    emitter.fail(tooLarge);
                } else {
                    collected.appendBuffer(part);
                }
            });
            request().exceptionHandler(emitter::fail);
            request().endHandler(end -> {
                wholeBody = collected;
                emitter.complete(collected);
            });
            request().resume();
        });
    }

    /** The body, where it was read already: it does not come again. */
    public @Nullable Buffer heldBody() {
        return wholeBody;
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

    /** Whether the caller reaches the platform by TLS. */
    public boolean isSecure() {
        return request().isSSL();
    }

    /** Scheme and authority of the platform as this caller knows it: {@code https://ci.example.org}. */
    public String origin() {
        HostAndPort authority = request().authority();
        return (isSecure() ? "https" : "http") + "://" + (authority == null ? "localhost" : authority.toString());
    }

    /** Why the gateway itself refused it, whatever status its dialect says that with; null where it did not. */
    public @Nullable ErrorCode refusal() {
        return refusal;
    }

    void refusedFor(ErrorCode code) {
        refusal = code;
    }

    /** The id of what the answer is about, as the service tells it ({@code X-Slipway-Object}); null if it does not. */
    public @Nullable String answeredAbout() {
        return answeredAbout;
    }

    public void answeredAbout(@Nullable String object) {
        answeredAbout = object;
    }

    /**
     * Ends an answer whose head is out, so that it looks broken to the client, and not short. Of HTTP/1.1 the connection is closed: after a reset of its
     * response nobody who waits for the end of the call would hear of it (metrics, the record, draining).
     */
    public void breakOff() {
        if (request().version() == HttpVersion.HTTP_2) {
            response().reset();
        } else {
            request().connection().close();
        }
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
