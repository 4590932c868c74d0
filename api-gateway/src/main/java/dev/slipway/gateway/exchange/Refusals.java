package dev.slipway.gateway.exchange;

import dev.slipway.dialects.Envelope;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.dialects.ErrorEnvelopes;
import dev.slipway.gateway.registry.RegistryChallenge;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Answers a request that goes no further, in its dialect's envelope. */
public final class Refusals {

    /** RFC 9110, 11.6.1. */
    public static final String WWW_AUTHENTICATE = "WWW-Authenticate";

    /** A service that is away is most likely restarting. */
    private static final String RETRY_AFTER_SECONDS = "1";

    /** A rest of a body up to this is read and dropped, so that the connection can be used again; after a longer one it is closed. */
    private static final long DRAINED_BYTES = 256 * 1024;

    private Refusals() {}

    /** @param message what the caller should mend; no secrets */
    public static void refuse(Exchange exchange, ErrorCode code, String message) {
        refuse(exchange, code, message, true);
    }

    /** As {@link #refuse}, but does not ask to come again: what was asked for may have been done. */
    public static void refuseWithoutRetry(Exchange exchange, ErrorCode code, String message) {
        refuse(exchange, code, message, false);
    }

    private static void refuse(Exchange exchange, ErrorCode code, String message, boolean mayComeAgain) {
        HttpServerResponse response = exchange.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            // Too late to say it: the client sees a broken answer rather than a short one that looks whole.
            exchange.breakOff();
            return;
        }
        exchange.refusedFor(code);
        if (code == ErrorCode.UNAUTHENTICATED) {
            response.putHeader(WWW_AUTHENTICATE, challenge(exchange));
        } else if (code == ErrorCode.UNAVAILABLE && mayComeAgain) {
            response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        Envelope envelope = ErrorEnvelopes.render(exchange.dialect(), code, message, exchange.pathAsItCame());
        if (hasLongRest(exchange.request())) {
            ConnectionEnd.after(exchange);
        }
        response.setStatusCode(envelope.httpStatus())
                .putHeader(HttpHeaders.CONTENT_TYPE, envelope.contentType())
                .end(Buffer.buffer(envelope.bytes()));
        exchange.resume();
    }

    /** As {@link #refuse}, and ends the connection: what follows on it cannot be told from the rest of this request. HTTP/2 can tell. */
    public static void refuseAndClose(Exchange exchange, ErrorCode code, String message) {
        ConnectionEnd.after(exchange);
        refuse(exchange, code, message);
    }

    /** How to prove who asks: image tools send credentials only after having been told. */
    public static String challenge(Exchange exchange) {
        return switch (exchange.dialect()) {
            case OCI -> RegistryChallenge.of(exchange.origin(), exchange.method(), exchange.pathAsItCame());
            case HARBOR, IMAGEBUILD -> "Basic realm=\"slipway\"";
            case DAOCLOUD, SERVERLESS_CD, DRONE, CODEARTS, NATIVE -> "Bearer realm=\"slipway\"";
        };
    }

    private static boolean hasLongRest(HttpServerRequest request) {
        if (request.isEnded()) {
            return false;
        }
        long length = Framing.length(request.headers());
        return length == Framing.UNKNOWN_LENGTH
                ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                : length > DRAINED_BYTES;
    }
}
