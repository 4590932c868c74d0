package dev.slipway.gateway.exchange;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The end of a connection whose next bytes may be a part of the request before them. HTTP/2 tells requests apart: there nothing is ended, since others are on the same
 * connection.
 */
public final class ConnectionEnd {

    /** On the channel of a connection that is about to end. */
    private static final AttributeKey<Boolean> LAST = AttributeKey.valueOf("slipway.last-request");

    /** Closing while bytes arrive would take the answer back on its way: what still comes of the body is dropped, for so long. */
    private static final long LINGER_MILLIS = 5000;

    private ConnectionEnd() {}

    /** Makes a request the last of its connection, and says so if its answer has not begun; the second time nothing happens. */
    public static void after(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        if (request.version() == HttpVersion.HTTP_2) {
            return;
        }
        if (!exchange.response().headWritten()) {
            exchange.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (channel(request).attr(LAST).getAndSet(true) == null) {
            exchange.context().addEndHandler(ended -> close(exchange.context().vertx(), request));
        }
    }

    /** Whether a request stands behind the last of its connection: Vert.x reads on until the connection is closed. */
    public static boolean isBehind(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2 && channel(request).hasAttr(LAST);
    }

    private static void close(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            request.connection().close();
            return;
        }
        long timer = vertx.setTimer(LINGER_MILLIS, late -> request.connection().close());
        request.handler(dropped -> {});
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(whole -> {
            vertx.cancelTimer(timer);
            request.connection().close();
        });
        request.resume();
    }

    private static Channel channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel();
    }
}
