package dev.slipway.gateway.exchange;

import dev.slipway.kit.error.SlipwayException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Where a request's body ends (RFC 9112, 6). */
public final class Framing {

    /** Of a body that does not say its length. */
    public static final long UNKNOWN_LENGTH = -1;

    /** More have no place in a long; as a length they are more than any bound. */
    private static final int MOST_DIGITS = 18;

    private Framing() {}

    /**
     * Checks that the request says it clearly: a transfer coding that is not {@code chunked} alone, or any with HTTP/1.0, is how one request is made to look like
     * two to somebody else. Netty has refused two lengths.
     *
     * <p>After a length beside chunks the connection must be closed (6.1). Netty takes the length away before anybody sees it, so the connection is closed after every
     * chunked request, and what came behind it is not read.
     *
     * @throws SlipwayException (invalid)
     */
    public static void check(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        String coding = request.getHeader(HttpHeaders.TRANSFER_ENCODING);
        if (coding == null || request.version() == HttpVersion.HTTP_2) {
            return;
        }
        if (request.version() != HttpVersion.HTTP_1_1
                || !coding.strip().equalsIgnoreCase("chunked")
                || request.headers().getAll(HttpHeaders.TRANSFER_ENCODING).size() != 1) {
            throw SlipwayException.invalid("Transfer-Encoding", "must be chunked, once, or absent");
        }
        ConnectionEnd.after(exchange);
    }

    /** In bytes, as {@code Content-Length} says; {@link #UNKNOWN_LENGTH} if it does not. Netty has refused what is no number. */
    public static long length(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return UNKNOWN_LENGTH;
        }
        return length.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(length);
    }

    /** Whether there is a body that does not say its length. */
    public static boolean isOfUnknownLength(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                ? !request.headers().contains(HttpHeaders.CONTENT_LENGTH) && !request.isEnded()
                : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }
}
