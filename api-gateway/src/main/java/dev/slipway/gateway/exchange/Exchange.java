package dev.slipway.gateway.exchange;

import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.Dialects;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.ArrayList;
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

    private final RequestOrigin origin;
    private final PublicAddress publicAddress;
    private final List<Handler<AsyncResult<Void>>> overListeners = new ArrayList<>(0);

    private Exchange(
            RoutingContext context,
            TrustedProxies proxies,
            PublicAddress publicAddress,
            String requestId,
            String traceparent) {
        this.context = context;
        this.origin = new RequestOrigin(context.request(), proxies);
        this.publicAddress = publicAddress;
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
    public static Exchange begin(RoutingContext context, TrustedProxies proxies, PublicAddress publicAddress) {
        HttpServerRequest request = context.request();
        Exchange exchange = new Exchange(
                context,
                proxies,
                publicAddress,
                RequestIds.requestId(request.getHeader(REQUEST_ID)),
                RequestIds.traceparent(request.getHeader(TRACEPARENT)));
        context.put(KEY, exchange);
        request.response().putHeader(REQUEST_ID, exchange.requestId).putHeader(TRACEPARENT, exchange.traceparent);
        return exchange;
    }

    /** The exchange that a request of the gateway's own API belongs to. Not there before the door has taken the request over. */
    public static Exchange of(RoutingContext context) {
        return context.get(KEY);
    }

    public RoutingContext context() {
        return context;
    }

    /**
     * The values of the query's {@code access_token}, decoded: a credential in one dialect, and not passed on in any. Found by what takes them out of
     * the query, so that none is believed and passed on.
     */
    public List<String> accessTokens() {
        String query = request().query();
        return query == null || query.isEmpty() ? List.of() : SecretQuery.values(query);
    }

    /**
     * Reads the request's body to its end and keeps it, for what cannot be decided without it; {@link #heldBody()} has it then.
     *
     * @return fails as too large beyond the bound, and as invalid if it breaks off
     */
    public Uni<Buffer> wholeBody(int maxBytes) {
        return Uni.createFrom().emitter(emitter -> {
            Buffer collected = Buffer.buffer();
            SlipwayException tooLarge = SlipwayException.tooLarge("the body exceeds " + maxBytes + " bytes");
            request().handler(part -> {
                if (collected.length() + part.length() > maxBytes) {
                    request().pause().handler(null);
                    emitter.fail(tooLarge);
                } else {
                    collected.appendBuffer(part);
                }
            });
            // Mostly nobody is there any more to be told.
            request()
                    .exceptionHandler(
                            why -> emitter.fail(SlipwayException.invalid("body", "broke off or is malformed")));
            request().endHandler(end -> {
                wholeBody = collected;
                emitter.complete(collected);
            });
            request().resume();
        });
    }

    /** Lets the body come, unless it has been read: a request of HTTP/2 that has ended cannot be asked for more. */
    public void resume() {
        if (!request().isEnded()) {
            request().resume();
        }
    }

    /** The body, where it was read already: it does not come again. */
    public @Nullable Buffer heldBody() {
        return wholeBody;
    }

    /** Tells when it is over, however it ends: answered, refused, left by the client, or as a websocket closed. */
    public void onOver(Handler<AsyncResult<Void>> listener) {
        context.addEndHandler(listener);
        if (asksForWebsocket()) {
            overListeners.add(listener);
        }
    }

    /** A websocket has closed: its answer, which never ended, will not tell. */
    public void websocketOver() {
        List.copyOf(overListeners).forEach(listener -> listener.handle(Future.succeededFuture()));
        overListeners.clear();
    }

    /** Whether it may become one: the handshake has more to it. */
    public boolean asksForWebsocket() {
        return "websocket".equalsIgnoreCase(request().getHeader(HttpHeaders.UPGRADE));
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
     * @throws SlipwayException (invalid) if the path or the host has more than one reading
     */
    public RequestTarget target() {
        if (request().version() == HttpVersion.HTTP_1_1) {
            RequestTarget.checkHost(request().uri(), request().headers().getAll(HttpHeaders.HOST));
        }
        if (target == null) {
            throw unreadable == null ? SlipwayException.invalid("path", "cannot be read") : unreadable;
        }
        return target;
    }

    /** Whether the caller reaches the platform by TLS. */
    public boolean isSecure() {
        return publicAddress.scheme(this).equals("https");
    }

    /** Where the platform's pages begin; without a host where nobody has named one. */
    public URI home() {
        return URI.create((publicAddress.authority(this).isEmpty() ? publicAddress.prefix() : origin()) + "/");
    }

    /** What links to the platform begin with, as this caller knows it: {@code https://ci.example.org}, and a path if it is served below one. */
    public String origin() {
        return publicAddress.base(this);
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

    /** The address that the request comes from: the connection's, or what a trusted proxy at its other end tells. */
    public String clientAddress() {
        return origin.address();
    }

    /** By which scheme the client asks: {@code http} or {@code https}. */
    public String scheme() {
        return origin.scheme();
    }

    /** What the client asks for, host and port; empty if it does not say. */
    public String authority() {
        return origin.authority();
    }

    private static String pathAsItCame(HttpServerRequest request) {
        @Nullable String path = request.path();
        return path == null || path.isEmpty() ? "/" : path;
    }
}
